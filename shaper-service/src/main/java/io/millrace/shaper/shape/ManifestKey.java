package io.millrace.shaper.shape;

import java.net.URI;
import java.util.Arrays;
import java.util.stream.Collectors;

/** A manifest's URL without what differs from request to request: what a player tells, and which part it waits for. */
final class ManifestKey {

    private ManifestKey() {}

    static URI of(URI url) {
        String query = url.getRawQuery();
        if (query == null) {
            return url;
        }
        String kept = Arrays.stream(query.split("&"))
                .filter(parameter -> !parameter.startsWith("_HLS_") && !parameter.startsWith("CMCD="))
                .collect(Collectors.joining("&"));
        String whole = url.toString();
        String path = whole.substring(0, whole.indexOf('?'));
        return URI.create(kept.isEmpty() ? path : path + '?' + kept);
    }
}
