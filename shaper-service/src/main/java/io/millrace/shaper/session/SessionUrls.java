package io.millrace.shaper.session;

import io.millrace.shaper.url.UrlText;
import java.net.URI;
import java.util.Locale;

/**
 * The paths of a session, and the URLs of origins that they stand for: {@code /shape/<session>/<path>} for what is below the
 * session's base, {@code /shape/<session>/@https/<host>/<path>} for anything else. Immutable.
 */
public final class SessionUrls {

    /** What all paths of all sessions begin with. */
    public static final String PREFIX = "/shape/";

    private static final String ELSEWHERE = "@";
    private static final String SCHEME_END = "://";

    private final String own;
    private final URI base;

    /** @param base a URL that ends with a slash */
    SessionUrls(String id, URI base) {
        this.own = PREFIX + id + '/';
        this.base = base;
    }

    /**
     * The URL that a path stands for.
     *
     * @param rest the path behind the session's prefix, percent-encoded as it came
     * @param query without its question mark; may be empty
     * @throws IllegalArgumentException if it stands for none, with a sentence that says so
     */
    public URI url(String rest, String query) {
        String plain = rest.startsWith(ELSEWHERE) ? elsewhere(rest) : base + rest;
        String whole = query.isEmpty() ? plain : plain + '?' + query;
        return UrlText.resolve(base, whole).orElseThrow(() -> new IllegalArgumentException("the path is no URL's"));
    }

    /** {@code @https/host:port/path}. */
    private static String elsewhere(String rest) {
        int scheme = rest.indexOf('/');
        int host = scheme < 0 ? -1 : rest.indexOf('/', scheme + 1);
        String name = scheme < 0 ? "" : rest.substring(1, scheme).toLowerCase(Locale.ROOT);
        if (host < 0 || !(name.equals("http") || name.equals("https"))) {
            throw new IllegalArgumentException(
                    "what is elsewhere is asked for as @https/host/path or @http/host:port/path");
        }
        return name + SCHEME_END + rest.substring(scheme + 1);
    }

    /**
     * The path by which a client asks for a URL through the session, with its query and its fragment. Of a URL that is
     * not of HTTP it is the URL itself.
     *
     * @param url absolute; may hold a template's {@code $…$}
     */
    public String through(String url) {
        int end = url.indexOf(SCHEME_END);
        String scheme = end < 0 ? "" : url.substring(0, end).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            return url;
        }
        // What begins with @ is elsewhere, unless it is asked for as if it were.
        if (url.startsWith(base.toString())
                && !url.startsWith("@", base.toString().length())) {
            return own + url.substring(base.toString().length());
        }
        String rest = url.substring(end + SCHEME_END.length());
        return own + ELSEWHERE + scheme + '/' + (rest.contains("/") ? rest : withPath(rest));
    }

    /** A host with nothing behind it, or with a query at once. */
    private static String withPath(String authority) {
        int mark = authority.indexOf('?');
        return mark < 0 ? authority + '/' : authority.substring(0, mark) + '/' + authority.substring(mark);
    }

    /** What all paths of the session begin with; ends with a slash. */
    public String prefix() {
        return own;
    }
}
