package io.millrace.shaper.inline;

import io.millrace.proto.control.v1.Session;
import io.millrace.shaper.session.SessionMakers;
import io.millrace.shaper.session.Sessions;
import io.millrace.shaper.shape.Refusals;
import io.millrace.shaper.shape.ShaperCounters;
import io.millrace.wire.Exchange;
import io.millrace.wire.Problem;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;

/**
 * Makes sessions by URLs, {@code /shape/new/<path>?…}, and sends their clients there. A client that asks for the same URL
 * again soon after, as many players of live streams do with their manifest's, is sent to the same session. Used by every
 * event loop.
 */
public final class NewSessions {

    /** What such paths begin with. */
    public static final String PREFIX = "/shape/new/";

    private final MadeSessions sessions;
    private final SessionMakers makers;

    /** @param makers who may make one */
    public NewSessions(Sessions sessions, SessionMakers makers, ShaperCounters counters) {
        this.sessions = new MadeSessions(sessions, counters);
        this.makers = makers;
    }

    /** Makes a session of what the query says, and answers with where it is; the rest of the query goes on. */
    public void make(Exchange exchange) {
        exchange.hide(SessionMakers.PARAMETER);
        ShortForms forms;
        Session said;
        try {
            forms = ShortForms.of(exchange.query());
            if (!makers.allow(forms.take(SessionMakers.PARAMETER, key -> key))) {
                Refusals.refuse(
                        exchange,
                        Problem.of(
                                HttpResponseStatus.FORBIDDEN,
                                "sessions are made here with the right authkey= only, which MILLRACE_SHAPER_AUTH_KEY has"));
                return;
            }
            said = InlineRules.read(forms).build();
        } catch (IllegalArgumentException e) {
            Refusals.refuse(exchange, Problem.of(HttpResponseStatus.BAD_REQUEST, e.getMessage()));
            return;
        }
        String rest = exchange.path().substring(PREFIX.length()) + (forms.rest().isEmpty() ? "" : '?' + forms.rest());
        sessions.of(exchange, said)
                .whenComplete((session, failure) -> exchange.eventLoop().execute(() -> {
                    if (failure == null) {
                        send(exchange, session.urls().prefix() + rest);
                    } else {
                        Refusals.refuse(exchange, SessionFaults.problem(exchange, failure));
                    }
                }));
    }

    private static void send(Exchange exchange, String location) {
        HttpHeaders headers = new DefaultHttpHeaders();
        headers.set(HttpHeaderNames.LOCATION, location);
        headers.set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE);
        Refusals.allowPages(headers);
        exchange.respond(HttpResponseStatus.TEMPORARY_REDIRECT, headers, Unpooled.EMPTY_BUFFER);
    }
}
