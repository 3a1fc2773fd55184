package io.millrace.wire;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.time.Duration;
import java.util.List;

/** What every answer of a listener tells beside what the service says. Immutable. */
final class ResponseExtras {

    private static final AsciiString SERVER_UTC = AsciiString.cached("Server-UTC");
    private static final AsciiString KEEP_ALIVE = AsciiString.cached("Keep-Alive");

    private final HttpHeaders configured = new DefaultHttpHeaders();
    private final boolean serverUtc;
    private final String keepAlive;

    /**
     * @param headers each as {@code Name: value}
     * @throws IllegalArgumentException if one is no header
     */
    ResponseExtras(List<String> headers, boolean serverUtc, Duration keepAlive) {
        for (String header : headers) {
            int colon = header.indexOf(':');
            if (colon < 1) {
                throw new IllegalArgumentException("\"" + header + "\" is not like Name: value");
            }
            configured.add(
                    header.substring(0, colon).strip(),
                    header.substring(colon + 1).strip());
        }
        this.serverUtc = serverUtc;
        this.keepAlive = "timeout=" + Math.max(1, keepAlive.toSeconds());
    }

    void addTo(HttpHeaders headers) {
        headers.set(HttpHeaderNames.DATE, HttpDate.now());
        if (!configured.isEmpty()) {
            headers.setAll(configured);
        }
        if (serverUtc) {
            headers.set(SERVER_UTC, System.currentTimeMillis());
        }
    }

    /** For an HTTP/1.1 connection that stays: how long it may be silent. */
    void addKeepAlive(HttpHeaders headers) {
        headers.set(KEEP_ALIVE, keepAlive);
    }
}
