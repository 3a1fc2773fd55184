package io.millrace.cli.http;

import io.millrace.cli.CommandFailedException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/** URLs that are uploaded to or read from: what they must be, and what a request takes of them. */
public final class Target {

    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;
    /** Characters of a path that are written as they are (RFC 3986, pchar), besides letters and digits. */
    private static final String PLAIN = "-._~!$&'()*+,;=:@";

    /** Publish keys and playback tokens as a part of a path. */
    private static final Pattern SECRET = Pattern.compile("/(mr[kc]_|mrt1\\.)[^/]*", Pattern.CASE_INSENSITIVE);

    private Target() {}

    /**
     * A URL as a person writes it.
     *
     * @throws CommandFailedException if it is none of HTTP
     */
    public static URI parse(String text) {
        try {
            URI uri = new URI(text);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            if (!(scheme.equals("http") || scheme.equals("https")) || uri.getHost() == null) {
                throw new CommandFailedException(text + " is no URL of HTTP; write http://HOST:PORT/PATH");
            }
            if (uri.getRawUserInfo() != null) {
                throw new CommandFailedException("leave the password out of the URL, and use --user-file");
            }
            return uri;
        } catch (URISyntaxException e) {
            throw new CommandFailedException(text + " is no URL: " + e.getReason(), e);
        }
    }

    /**
     * The URL of a file below a directory's; a query, which may hold a key, stays.
     *
     * @param path relative, with {@code /} between names that are not encoded
     */
    public static URI below(URI directory, String path) {
        String base = directory.getRawPath().endsWith("/") ? directory.getRawPath() : directory.getRawPath() + '/';
        String query = directory.getRawQuery() == null ? "" : '?' + directory.getRawQuery();
        return URI.create(directory.getScheme() + "://" + directory.getRawAuthority() + base + encoded(path) + query);
    }

    /** Whether it is asked over TLS. */
    public static boolean tls(URI uri) {
        return uri.getScheme().equalsIgnoreCase("https");
    }

    /** Its port, or its scheme's. */
    public static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : tls(uri) ? HTTPS_PORT : HTTP_PORT;
    }

    /** Without the brackets of an IPv6 address. */
    public static String host(URI uri) {
        String host = uri.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** With the query, as a request line has it. */
    public static String path(URI uri) {
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return uri.getRawQuery() == null ? path : path + '?' + uri.getRawQuery();
    }

    /** The same URL with one more parameter in its query, which is encoded already. */
    public static URI with(URI uri, String parameter) {
        return URI.create(uri + (uri.getRawQuery() == null ? "?" : "&") + parameter);
    }

    /**
     * A URL, whole or relative, as reports may have it, which are passed on: without the query, which may hold a key, and without
     * the secret of a key or a token in the path.
     */
    public static String shown(String url) {
        return SECRET.matcher(url.split("[?#]", 2)[0]).replaceAll("/$1***");
    }

    private static String encoded(String path) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || c == '/'
                    || PLAIN.indexOf(c) >= 0;
            if (plain) {
                encoded.append(c);
            } else {
                encoded.append('%').append(String.format(Locale.ROOT, "%02X", (int) c));
            }
        }
        return encoded.toString();
    }
}
