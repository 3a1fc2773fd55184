package io.millrace.shaper.origin;

import java.net.URI;
import java.util.Locale;

/**
 * What of a URL says whom to ask.
 *
 * @param host in lower case, without brackets
 */
record OriginAddress(boolean tls, String host, int port) {

    private static final String HTTP = "http";
    private static final String HTTPS = "https";
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;
    private static final int MOST_PORT = 65_535;

    /** @throws IllegalArgumentException if it is no URL of HTTP with a host, with a sentence that says so */
    static OriginAddress of(URI url) {
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals(HTTP) && !scheme.equals(HTTPS)) {
            throw new IllegalArgumentException("only http and https can be asked, not \"" + scheme + "\"");
        }
        if (url.getRawUserInfo() != null) {
            throw new IllegalArgumentException("a URL with a user in it is not asked");
        }
        if (url.getHost() == null || url.getHost().isEmpty()) {
            throw new IllegalArgumentException("the URL has no host");
        }
        boolean tls = scheme.equals(HTTPS);
        if (url.getPort() == 0 || url.getPort() > MOST_PORT) {
            throw new IllegalArgumentException("the URL has no port from 1 to " + MOST_PORT);
        }
        String host = url.getHost().toLowerCase(Locale.ROOT);
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return new OriginAddress(tls, bare, url.getPort() >= 0 ? url.getPort() : tls ? HTTPS_PORT : HTTP_PORT);
    }

    /** The value of {@code Host} (RFC 9110, section 7.2). */
    String authority() {
        String name = host.contains(":") ? "[" + host + "]" : host;
        return port == (tls ? HTTPS_PORT : HTTP_PORT) ? name : name + ":" + port;
    }

    @Override
    public String toString() {
        return (tls ? HTTPS : HTTP) + "://" + authority();
    }
}
