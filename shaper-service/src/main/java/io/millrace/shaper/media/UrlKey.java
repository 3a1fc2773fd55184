package io.millrace.shaper.media;

import io.millrace.shaper.url.UrlText;
import java.net.URI;
import java.util.Locale;

/**
 * What URLs that name the same have in common: escapes and default ports do not matter, nor do parameters that a
 * player adds by itself (CTA-5004's CMCD, LL-HLS's directives).
 */
final class UrlKey {

    private UrlKey() {}

    static String of(URI url) {
        String query = url.getRawQuery() == null ? "" : UrlText.withoutPlayers(url.getRawQuery());
        return query.isEmpty() ? withoutQuery(url) : withoutQuery(url) + "?" + query;
    }

    static String withoutQuery(URI url) {
        String authority =
                url.getRawAuthority() == null ? "" : url.getRawAuthority().toLowerCase(Locale.ROOT);
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        String port = scheme.equals("https") ? ":443" : ":80";
        if (authority.endsWith(port)) {
            authority = authority.substring(0, authority.length() - port.length());
        }
        return scheme + "://" + authority + url.getPath();
    }

    /** The scheme and the host of a key. */
    static String host(String key) {
        int path = key.indexOf('/', key.indexOf("://") + 3);
        return path < 0 ? key : key.substring(0, path);
    }

    /** The directory that a key is in. */
    static String directory(String key) {
        int query = key.indexOf('?');
        return key.substring(0, key.lastIndexOf('/', query < 0 ? key.length() : query) + 1);
    }
}
