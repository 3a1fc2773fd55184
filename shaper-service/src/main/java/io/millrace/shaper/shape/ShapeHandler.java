package io.millrace.shaper.shape;

import io.millrace.shaper.session.Session;
import io.millrace.shaper.session.SessionMakers;
import io.millrace.shaper.session.SessionUrls;
import io.millrace.wire.Exchange;
import io.millrace.wire.ExchangeHandler;
import io.millrace.wire.Problem;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.net.URI;
import java.util.Optional;

/** Answers what is asked for below {@code /shape/}. Used by every event loop; holds no state of a request. */
public final class ShapeHandler implements ExchangeHandler {

    private final Shaper shaper;

    /** Serves what is the shaper's. */
    public ShapeHandler(Shaper shaper) {
        this.shaper = shaper;
    }

    /** Answers a GET or a HEAD. */
    @Override
    public void handle(Exchange exchange) {
        exchange.hide(SessionMakers.PARAMETER);
        String path = exchange.path().substring(SessionUrls.PREFIX.length());
        int slash = path.indexOf('/');
        if (slash <= 0) {
            Refusals.refuse(
                    exchange,
                    Problem.of(
                            HttpResponseStatus.NOT_FOUND,
                            "what is shaped is at /shape/<session>/<path>; /shape/new/<path> makes a session"));
            return;
        }
        String id = path.substring(0, slash);
        String rest = path.substring(slash + 1);
        Optional<Session> session = shaper.sessions().find(id);
        if (session.isEmpty()) {
            Refusals.refuse(
                    exchange,
                    Problem.of(
                            HttpResponseStatus.NOT_FOUND,
                            "there is no session " + id + ": it was never made, or is over"));
            return;
        }
        serve(exchange, session.get(), rest);
    }

    private void serve(Exchange exchange, Session session, String rest) {
        URI url;
        try {
            url = session.urls().url(rest, SessionMakers.withoutKey(exchange.query()));
        } catch (IllegalArgumentException e) {
            Refusals.refuse(exchange, Problem.of(HttpResponseStatus.BAD_REQUEST, e.getMessage()));
            return;
        }
        shaper.serve(exchange, session, url);
    }
}
