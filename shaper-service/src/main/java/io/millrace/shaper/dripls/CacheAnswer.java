package io.millrace.shaper.dripls;

import io.millrace.shaper.hls.HlsMedia;
import io.millrace.shaper.hls.HlsPlaylist;
import io.millrace.shaper.hls.HlsRange;
import io.millrace.shaper.hls.HlsRendition;
import io.millrace.shaper.hls.HlsSegment;
import io.millrace.shaper.media.ObjectFacts;
import io.millrace.shaper.origin.OriginFailure;
import io.millrace.shaper.origin.OriginRequest;
import io.millrace.shaper.origin.OriginText;
import io.millrace.shaper.origin.TextFetch;
import io.millrace.shaper.session.Session;
import io.millrace.shaper.shape.Refusals;
import io.millrace.shaper.shape.Shaper;
import io.millrace.shaper.url.UrlText;
import io.millrace.wire.Exchange;
import io.millrace.wire.Problem;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The answer of DripLS's {@code /cache}: reads all of a content's playlists, one after the other, and tells which of what
 * they list is met by a rule, and by which URL. Owned by the event loop of the exchange; ends with the answer.
 */
final class CacheAnswer {

    private static final int MOST_PLAYLISTS = 64;
    private static final int MOST_SEGMENTS = 10_000;

    /** What DripLS calls the CDN of a URL that has none. */
    private static final String NO_CDN = "_d";

    private final Shaper shaper;
    private final Exchange exchange;
    private final Session session;
    private final URI playlist;
    private final Decisions decisions;
    private final Deque<URI> variants = new ArrayDeque<>();
    private final Map<String, Object> matched = new TreeMap<>();
    private final JsonObject stored = new JsonObject();
    private TextFetch fetch;

    CacheAnswer(Shaper shaper, Exchange exchange, Session session, URI playlist) {
        this.shaper = shaper;
        this.exchange = exchange;
        this.session = session;
        this.playlist = playlist;
        this.decisions = Decisions.of(session, shaper.sessions());
    }

    void start() {
        exchange.onClosed(() -> fetch.cancel());
        fetch(playlist, text -> {
            HlsPlaylist read = HlsPlaylist.parse(text.manifest().text());
            if (read.master()) {
                read.asMaster(text.url()).renditions().stream()
                        .map(HlsRendition::uri)
                        .distinct()
                        .flatMap(uri -> UrlText.resolve(text.url(), uri).stream())
                        .limit(MOST_PLAYLISTS)
                        .forEach(variants::add);
                next();
            } else {
                variant(playlist, text.url(), read.asMedia(text.url()));
            }
        });
    }

    private void next() {
        URI variant = variants.poll();
        if (variant == null) {
            answer();
            return;
        }
        Optional<Decisions.Decision> decision = decisions.decide(variant, 0);
        if (decision.isPresent()) {
            Decisions.Decision met = decision.orElseThrow();
            matched.put(key(variant, met.object()), absolute(DriplsView.url(session, variant, met)));
            if (met.error().isPresent()) {
                next(); // nobody will see what it lists
                return;
            }
        }
        fetch(
                variant,
                text -> variant(
                        variant,
                        text.url(),
                        HlsPlaylist.parse(text.manifest().text())
                                .importing(session.catalog().imports(variant))
                                .asMedia(text.url())));
    }

    private void variant(URI variant, URI from, HlsMedia media) {
        stored.put(key(variant, session.catalog().facts(variant)), DriplsUrls.name(session, variant));
        for (HlsSegment segment : media.segments()) {
            if (matched.size() >= MOST_SEGMENTS) {
                break;
            }
            UrlText.resolve(from, segment.uri())
                    .ifPresent(url -> decisions
                            .decide(url, segment.range().map(HlsRange::first).orElse(0L))
                            .ifPresent(met -> matched.put(
                                    key(variant, met.object()) + ".s"
                                            + met.object().numbers().session().orElse(0),
                                    absolute(DriplsView.url(session, url, met)))));
        }
        next();
    }

    /** {@code bandwidth.cdn}. */
    private String key(URI variant, ObjectFacts facts) {
        return facts.rendition().bitRate().orElse(0) + "."
                + session.cdn(variant).orElse(NO_CDN);
    }

    private void fetch(URI url, Consumer<OriginText> then) {
        HttpHeaders headers = new DefaultHttpHeaders();
        headers.set(HttpHeaderNames.ACCEPT_ENCODING, HttpHeaderValues.IDENTITY);
        OriginRequest request = new OriginRequest(HttpMethod.GET, url, headers);
        fetch = shaper.origins().text(exchange.eventLoop(), request, text -> came(url, text, then), this::broken);
    }

    private void came(URI url, OriginText text, Consumer<OriginText> then) {
        if (text.status() != HttpResponseStatus.OK.code()) {
            refuse(HttpResponseStatus.BAD_GATEWAY, url + " answers " + text.status());
        } else if (!HlsPlaylist.isPlaylist(text.manifest().text())) {
            refuse(HttpResponseStatus.BAD_GATEWAY, url + " is no HLS playlist");
        } else {
            session.catalog().learn(url, text.url(), text.manifest().text());
            then.accept(text);
        }
    }

    private void broken(OriginFailure failure) {
        Refusals.refuse(exchange, failure.problem());
    }

    private void refuse(HttpResponseStatus status, String detail) {
        Refusals.refuse(exchange, Problem.of(status, detail));
    }

    private void answer() {
        matched.put("variants", stored);
        matched.put("id", session.id());
        matched.put("url", absolute(DriplsUrls.playlist(session, playlist)));
        HttpHeaders headers = new DefaultHttpHeaders();
        headers.set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON);
        headers.set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE);
        Refusals.allowPages(headers);
        String json = new JsonObject(matched).encodePrettily() + "\n";
        exchange.respond(HttpResponseStatus.OK, headers, Unpooled.copiedBuffer(json, StandardCharsets.UTF_8));
    }

    private String absolute(String path) {
        String host = exchange.headers().get(HttpHeaderNames.HOST);
        return host == null ? path : (exchange.secure() ? "https://" : "http://") + host + path;
    }
}
