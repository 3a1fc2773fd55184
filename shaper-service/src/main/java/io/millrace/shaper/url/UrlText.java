package io.millrace.shaper.url;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Resolves what manifests have for a URL (RFC 3986, section 5.2). Characters that no URL may have, which players take
 * all the same, are percent-encoded on the way.
 */
public final class UrlText {

    private static final String ILLEGAL = " \"<>\\^`{|}";

    private UrlText() {}

    /**
     * The absolute URL of a reference.
     *
     * @param base absolute and hierarchical
     * @return nothing where it is no URL of HTTP, as {@code data:} and {@code skd:}, or can't be read
     */
    public static Optional<URI> resolve(URI base, String reference) {
        try {
            URI resolved = new URI(resolved(base, encoded(reference.strip())));
            return isHttp(resolved.getScheme()) && resolved.getRawAuthority() != null
                    ? Optional.of(resolved)
                    : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static boolean isHttp(String scheme) {
        return scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https");
    }

    private static String resolved(URI base, String reference) throws URISyntaxException {
        if (scheme(reference) > 0) {
            return normalized(new URI(reference));
        }
        if (reference.startsWith("//")) {
            return normalized(new URI(base.getScheme() + ":" + reference));
        }
        String origin = base.getScheme() + "://" + base.getRawAuthority();
        String path = base.getRawPath().isEmpty() ? "/" : base.getRawPath();
        String query = base.getRawQuery() == null ? "" : "?" + base.getRawQuery();
        if (reference.isEmpty() || reference.startsWith("#")) {
            return origin + path + query + reference;
        }
        if (reference.startsWith("?")) {
            return origin + path + reference;
        }
        int end = pathEnd(reference);
        String own = reference.substring(0, end);
        String merged = own.startsWith("/") ? own : path.substring(0, path.lastIndexOf('/') + 1) + own;
        return origin + withoutDots(merged) + reference.substring(end);
    }

    private static String normalized(URI uri) {
        if (uri.getRawAuthority() == null) {
            return uri.toString();
        }
        String path = uri.getRawPath().isEmpty() ? "/" : withoutDots(uri.getRawPath());
        return uri.getScheme()
                + "://"
                + uri.getRawAuthority()
                + path
                + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery())
                + (uri.getRawFragment() == null ? "" : "#" + uri.getRawFragment());
    }

    /** The length of a scheme that a reference begins with; 0 where it has none. */
    private static int scheme(String reference) {
        for (int i = 0; i < reference.length(); i++) {
            char c = reference.charAt(i);
            if (c == ':') {
                return i;
            }
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            boolean further = (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
            if (!letter && (i == 0 || !further)) {
                return 0;
            }
        }
        return 0;
    }

    private static int pathEnd(String reference) {
        int end = reference.length();
        int query = reference.indexOf('?');
        int fragment = reference.indexOf('#');
        end = query < 0 ? end : query;
        return fragment < 0 ? end : Math.min(end, fragment);
    }

    private static String withoutDots(String path) {
        if (!path.contains("/.")) {
            return path;
        }
        Deque<String> kept = new ArrayDeque<>();
        String[] segments = path.substring(1).split("/", -1);
        for (int i = 0; i < segments.length; i++) {
            boolean last = i == segments.length - 1;
            if (segments[i].equals("..")) {
                kept.pollLast();
            } else if (!segments[i].equals(".")) {
                kept.addLast(segments[i]);
                continue;
            }
            if (last) {
                kept.addLast("");
            }
        }
        return "/" + String.join("/", kept);
    }

    private static String encoded(String reference) {
        StringBuilder encoded = null;
        for (int i = 0; i < reference.length(); i++) {
            int c = reference.codePointAt(i);
            boolean legal = c > ' ' && c < 0x7F && ILLEGAL.indexOf(c) < 0 && (c != '%' || isEscape(reference, i));
            if (!legal && encoded == null) {
                encoded = new StringBuilder(reference.length() + 16).append(reference, 0, i);
            }
            if (encoded != null && legal) {
                encoded.append((char) c);
            } else if (encoded != null) {
                for (byte octet : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
                    encoded.append('%').append(String.format("%02X", octet & 0xFF));
                }
            }
            i += Character.charCount(c) - 1;
        }
        return encoded == null ? reference : encoded.toString();
    }

    private static boolean isEscape(String text, int at) {
        return at + 2 < text.length()
                && Character.digit(text.charAt(at + 1), 16) >= 0
                && Character.digit(text.charAt(at + 2), 16) >= 0;
    }

    /**
     * A query without the parameters that a player adds by itself: CTA-5004's CMCD, LL-HLS's directives.
     *
     * @param query as it came
     */
    public static String withoutPlayers(String query) {
        return Stream.of(query.split("&", -1))
                .filter(parameter -> !parameter.startsWith("CMCD=") && !parameter.startsWith("_HLS_"))
                .collect(Collectors.joining("&"));
    }
}
