package io.millrace.cli.doctor;

import io.millrace.cli.http.AnswerHead;
import io.millrace.cli.http.Put;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Who is on the ways, as far as heads of answers tell. Millrace itself tells no name. Used by any threads. */
final class Neighbours {

    /** Headers by which proxies and caches tell of themselves. */
    private static final List<String> TELLING = List.of(
            "Server",
            "Via",
            "X-Cache",
            "X-Cache-Status",
            "CF-Ray",
            "CF-Cache-Status",
            "X-Served-By",
            "X-Varnish",
            "X-Amz-Cf-Id",
            "X-Akamai-Request-ID",
            "X-Envoy-Upstream-Service-Time",
            "X-Kong-Proxy-Latency");

    private static final int ERRORS = 400;

    private final Map<Hop, Map<String, String>> told = new EnumMap<>(Hop.class);
    private final Map<Hop, Set<String>> versions = new EnumMap<>(Hop.class);

    /** Takes note of who has answered an upload. */
    void answered(Put upload) {
        upload.head().ifPresent(head -> seen(Hop.IN, head, upload.page()));
    }

    /** Takes note of who has answered a reader. */
    void answered(Reading reading) throws IOException {
        seen(Hop.OUT, reading.head(), reading.head().status() < ERRORS ? "" : reading.text());
    }

    private synchronized void seen(Hop hop, AnswerHead head, String page) {
        versions.computeIfAbsent(hop, way -> new TreeSet<>()).add(words(head.version()));
        Map<String, String> headers = told.computeIfAbsent(hop, way -> new TreeMap<>());
        for (String name : TELLING) {
            if (head.has(name)) {
                headers.putIfAbsent(name, head.header(name));
            }
        }
        Proxy.ofPage(page).ifPresent(proxy -> headers.put("error page", proxy.words()));
    }

    /** Headers that tell of somebody, by their names. */
    synchronized Map<String, String> told(Hop hop) {
        return new TreeMap<>(told.getOrDefault(hop, Map.of()));
    }

    /** Versions of HTTP, such as {@code HTTP/1.1}. */
    synchronized Set<String> versions(Hop hop) {
        return new TreeSet<>(versions.getOrDefault(hop, Set.of()));
    }

    /** Whose settings are to be looked at; none where nobody was recognised. */
    List<Proxy> known(Hop hop) {
        String all = String.join(
                "\n",
                told(hop).entrySet().stream()
                        .map(header -> header.getKey() + ": " + header.getValue())
                        .toList());
        return Proxy.in(all);
    }

    private static String words(HttpVersion version) {
        return switch (version) {
            case HTTP_1_0 -> "HTTP/1.0";
            case HTTP_1_1 -> "HTTP/1.1";
            case HTTP_2 -> "HTTP/2";
        };
    }
}
