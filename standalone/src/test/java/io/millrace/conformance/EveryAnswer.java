package io.millrace.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.conformance.Request.Service;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Set;

/** What holds of every answer, whatever the case is about. */
final class EveryAnswer {

    private static final String IMF_FIXDATE =
            "(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \\d{2} (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \\d{4} \\d{2}:\\d{2}:\\d{2} GMT";
    /** A connection or its bytes are refused by the listener, which knows nothing of pages. */
    private static final Set<Integer> REFUSED_EARLY = Set.of(400, 408, 414, 431, 503);

    private static final Set<String> OF_CONNECTIONS =
            Set.of("connection", "keep-alive", "transfer-encoding", "upgrade", "proxy-connection");

    private EveryAnswer() {}

    /** Checks a head. */
    static void check(Heard.Head head, Service service, Wire wire) {
        if (head.interim()) {
            return;
        }
        String date = head.header("Date");
        require(date != null && date.matches(IMF_FIXDATE), "a Date", head);
        String cacheControl = head.header("Cache-Control");
        if (service == Service.EDGE) {
            require(cacheControl != null, "a Cache-Control", head);
            require(
                    REFUSED_EARLY.contains(head.status()) || head.header("Access-Control-Allow-Origin") != null,
                    "an Access-Control-Allow-Origin",
                    head);
        }
        if (head.status() >= 400) {
            require(cacheControl != null && cacheControl.contains("no-store"), "an error that is not stored", head);
        }
        switch (head.status()) {
            case 204, 304 ->
                require(
                        head.header("Content-Length") == null && head.header("Transfer-Encoding") == null,
                        "no length of a body that there is none of",
                        head);
            case 206 ->
                require(
                        head.header("Content-Range") != null
                                || String.valueOf(head.header("Content-Type")).startsWith("multipart/byteranges"),
                        "a Content-Range or parts",
                        head);
            case 401 -> require(head.header("WWW-Authenticate") != null, "a WWW-Authenticate", head);
            case 405 -> require(head.header("Allow") != null, "an Allow", head);
            case 429, 503 -> require(head.header("Retry-After") != null, "a Retry-After", head);
            default -> {}
        }
        require(head.status() < 300 || head.status() >= 400 || head.status() == 304, "no redirection", head);
        if (wire.http2()) {
            for (Heard.Header header : head.headers()) {
                require(header.name().equals(header.name().toLowerCase(Locale.ROOT)), "names in lower case", head);
                require(!OF_CONNECTIONS.contains(header.name()), "no header of HTTP/1.1 connections", head);
            }
        }
    }

    /** Checks an error's body: problem details, on one line. */
    static void check(Heard.Head head, byte[] body, boolean toHead) {
        if (head.status() < 400 || toHead) {
            return;
        }
        require("application/problem+json".equals(head.header("Content-Type")), "problem details", head);
        String text = new String(body, UTF_8);
        require(text.endsWith("\n") && text.lines().count() == 1, "one line, not " + text, head);
        try {
            JsonObject problem = new JsonObject(text);
            require(Integer.valueOf(head.status()).equals(problem.getInteger("status")), "the status in " + text, head);
            require(problem.getString("title") != null, "a title in " + text, head);
            require(problem.getString("detail") != null, "a detail in " + text, head);
        } catch (DecodeException e) {
            throw new AssertionError("expected JSON, but heard " + text, e);
        }
    }

    private static void require(boolean so, String what, Heard.Head head) {
        if (!so) {
            throw new AssertionError("every answer of this kind has " + what + ", but this one was\n" + head);
        }
    }
}
