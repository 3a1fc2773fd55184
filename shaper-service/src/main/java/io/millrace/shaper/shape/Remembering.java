package io.millrace.shaper.shape;

import io.millrace.shaper.media.Catalog;
import io.millrace.shaper.origin.OriginRequest;
import io.millrace.shaper.origin.Origins;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Reads a session's manifests after a restart of the shaper, so that rules for renditions and segments go on: a player does
 * not ask for its master playlist again.
 */
final class Remembering {

    /** A player waits no longer for it. */
    private static final Duration MOST = Duration.ofSeconds(5);

    private Remembering() {}

    /** Reads all of them at once, on an event loop; what can't be read is passed over. */
    static CompletionStage<Void> read(Origins origins, EventLoop loop, Catalog catalog, List<URI> manifests) {
        CompletableFuture<?>[] all = manifests.stream()
                .map(manifest -> read(origins, loop, catalog, manifest))
                .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(all).completeOnTimeout(null, MOST.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static CompletableFuture<Void> read(Origins origins, EventLoop loop, Catalog catalog, URI manifest) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        HttpHeaders headers = new DefaultHttpHeaders();
        headers.set(HttpHeaderNames.ACCEPT_ENCODING, HttpHeaderValues.IDENTITY);
        origins.text(
                loop,
                new OriginRequest(HttpMethod.GET, manifest, headers),
                text -> {
                    if (text.status() == HttpResponseStatus.OK.code()) {
                        catalog.learn(manifest, text.url(), text.manifest().text());
                    }
                    done.complete(null);
                },
                failure -> done.complete(null));
        return done;
    }
}
