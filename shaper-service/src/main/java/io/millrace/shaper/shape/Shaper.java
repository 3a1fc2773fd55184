package io.millrace.shaper.shape;

import io.millrace.shaper.origin.Origins;
import io.millrace.shaper.session.Session;
import io.millrace.shaper.session.Sessions;
import io.millrace.wire.Exchange;
import io.millrace.wire.Problem;
import java.net.URI;
import java.util.concurrent.CompletableFuture;

/** What all requests share. Used by every event loop. */
public record Shaper(Origins origins, Sessions sessions, ShaperCounters counters) {

    /**
     * Answers a request, GET or HEAD, with what an origin has at a URL, by the rules of a session. On the event loop of the
     * exchange.
     *
     * @param url absolute; the query and the headers of the request that are not the shaper's own go on with it
     */
    public void serve(Exchange exchange, Session session, URI url) {
        String path = exchange.query().isEmpty() ? exchange.path() : exchange.path() + '?' + exchange.query();
        serve(
                exchange,
                session,
                url,
                (from, text) -> ClientView.of(
                        from, text, session.urls(), path, session.catalog().imports(url)));
    }

    /** The same with manifests written in another way. */
    public void serve(Exchange exchange, Session session, URI url, ManifestView view) {
        counters.requests.increment();
        CompletableFuture<Void> ready = session.remembered(
                        forgotten -> Remembering.read(origins, exchange.eventLoop(), session.catalog(), forgotten))
                .toCompletableFuture();
        if (ready.isDone()) {
            new Shaping(this, exchange, session, url, view).start();
            return;
        }
        ready.whenComplete((nothing, failure) -> exchange.eventLoop().execute(() -> {
            if (exchange.responded()) {
                return; // the client has gone
            }
            try {
                new Shaping(this, exchange, session, url, view).start();
            } catch (RuntimeException e) {
                Problem fault = Problem.ofFault(exchange, e);
                if (!exchange.responded()) {
                    fault.respond(exchange);
                } else {
                    exchange.cutOff();
                }
            }
        }));
    }
}
