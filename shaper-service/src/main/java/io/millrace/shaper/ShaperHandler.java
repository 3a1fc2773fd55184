package io.millrace.shaper;

import io.millrace.shaper.dripls.DriplsHandler;
import io.millrace.shaper.inline.NewSessions;
import io.millrace.shaper.session.SessionUrls;
import io.millrace.shaper.shape.Refusals;
import io.millrace.shaper.shape.ShapeHandler;
import io.millrace.wire.Exchange;
import io.millrace.wire.ExchangeHandler;
import io.millrace.wire.Problem;
import io.netty.handler.codec.http.HttpResponseStatus;

/** Sends each request to what answers it. Used by every event loop; holds no state of a request. */
final class ShaperHandler implements ExchangeHandler {

    private final ShapeHandler shape;
    private final NewSessions newSessions;
    private final DriplsHandler dripls;

    ShaperHandler(ShapeHandler shape, NewSessions newSessions, DriplsHandler dripls) {
        this.shape = shape;
        this.newSessions = newSessions;
        this.dripls = dripls;
    }

    @Override
    public void handle(Exchange exchange) {
        switch (exchange.method().name()) {
            case "GET", "HEAD" -> read(exchange);
            case "OPTIONS" -> Refusals.options(exchange);
            default -> Refusals.refuseMethod(exchange);
        }
    }

    private void read(Exchange exchange) {
        String path = exchange.path();
        if (path.startsWith(NewSessions.PREFIX)) {
            newSessions.make(exchange);
        } else if (path.startsWith(SessionUrls.PREFIX)) {
            shape.handle(exchange);
        } else if (DriplsHandler.takes(path)) {
            dripls.handle(exchange);
        } else {
            Refusals.refuse(
                    exchange,
                    Problem.of(
                            HttpResponseStatus.NOT_FOUND,
                            "what is shaped is at /shape/<session>/<path>; /shape/new/<path>?bandwidth=2M makes a session"));
        }
    }
}
