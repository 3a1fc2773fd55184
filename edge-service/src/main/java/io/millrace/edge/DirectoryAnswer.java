package io.millrace.edge;

import io.millrace.chunklog.ChunkLog;
import io.millrace.chunklog.Listed;
import io.millrace.edge.listing.Listing;
import io.millrace.edge.listing.ListingFormat;
import io.millrace.edge.listing.Visibility;
import io.millrace.wire.Exchange;
import io.millrace.wire.Problem;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;

/** Tells what is in a directory of live objects. Used by every event loop. */
final class DirectoryAnswer {

    private final Serving serving;
    private final Visibility visibility;
    private final ChunkLog log;
    private final int most;

    /** @param most entries that are told at the most */
    DirectoryAnswer(Serving serving, Visibility visibility, int most) {
        this.serving = serving;
        this.visibility = visibility;
        this.log = serving.log();
        this.most = most;
    }

    /** Asks Redis and answers then. */
    void send(Exchange exchange, String directory, Policies policies) {
        log.list(directory, most + 1)
                .whenComplete((entries, failure) -> serving.later(exchange, () -> {
                    if (exchange.responded()) {
                        return; // the client went away meanwhile
                    }
                    if (failure != null) {
                        policies.refuse(
                                exchange,
                                Problem.of(HttpResponseStatus.SERVICE_UNAVAILABLE, "the store does not answer")
                                        .with(HttpHeaderNames.RETRY_AFTER, 1));
                    } else {
                        listed(exchange, directory, entries, policies);
                    }
                }));
    }

    private void listed(Exchange exchange, String directory, List<Listed> entries, Policies policies) {
        if (entries.isEmpty() && !directory.equals("/")) {
            policies.refuse(exchange, Problem.of(HttpResponseStatus.NOT_FOUND, "there is nothing in " + directory));
            return;
        }
        visibility
                .visible(exchange, directory, entries)
                .thenAccept(visible -> serving.later(
                        exchange, () -> send(exchange, Listing.of(directory, entries, visible, most), policies)));
    }

    private void send(Exchange exchange, Listing listing, Policies policies) {
        HttpHeaders headers = policies.headers(exchange);
        ListingFormat format = ListingFormat.of(exchange.query(), exchange.headers());
        format.describe(headers);
        headers.set(HttpHeaderNames.CACHE_CONTROL, CachePolicy.NO_STORE);
        ByteBuf page = format.write(listing);
        headers.set(HttpHeaderNames.CONTENT_LENGTH, page.readableBytes());
        exchange.respond(HttpResponseStatus.OK, headers, page);
    }
}
