package io.millrace.shaper.shape;

import io.millrace.shaper.url.UrlText;
import java.net.URI;

/** A manifest's URL without what differs from request to request: what a player tells, and which part it waits for. */
final class ManifestKey {

    private ManifestKey() {}

    static URI of(URI url) {
        String query = url.getRawQuery();
        if (query == null) {
            return url;
        }
        String kept = UrlText.withoutPlayers(query);
        String whole = url.toString();
        String path = whole.substring(0, whole.indexOf('?'));
        return URI.create(kept.isEmpty() ? path : path + '?' + kept);
    }
}
