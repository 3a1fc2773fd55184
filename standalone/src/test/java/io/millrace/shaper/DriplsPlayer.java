package io.millrace.shaper;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what DripLS's URLs answer, as a player does. */
final class DriplsPlayer implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern VARIANT = Pattern.compile("BANDWIDTH=(\\d+).*\\R([^#\\s]+)");

    private final HttpClient client =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();

    HttpResponse<String> get(URI url, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(url).timeout(PATIENCE);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Begins to read; the body is there when all of it is. */
    CompletableFuture<HttpResponse<byte[]>> begin(URI url) {
        HttpRequest request = HttpRequest.newBuilder(url).timeout(PATIENCE).build();
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    /** The URLs of a master playlist's variants, by bit rate and then by CDN. */
    static Map<String, URI> variants(URI master, String text) {
        Map<String, URI> variants = new TreeMap<>();
        Matcher variant = VARIANT.matcher(text);
        while (variant.find()) {
            String rate = variant.group(1);
            String key = variants.containsKey(rate + "a") ? rate + "b" : rate + "a";
            variants.put(key, master.resolve(variant.group(2)));
        }
        return variants;
    }

    /** The URLs of a media playlist's segments. */
    static List<URI> segments(URI playlist, String text) {
        List<URI> segments = new ArrayList<>();
        text.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .forEach(line -> segments.add(playlist.resolve(line)));
        return segments;
    }

    @Override
    public void close() {
        client.close();
    }
}
