package io.millrace.edge.encoding;

import java.util.Locale;
import java.util.Set;

/** What is worth compressing: texts. Media are compressed already. */
public final class Compressible {

    /** What is smaller fits one packet anyway. */
    public static final int LEAST_BYTES = 256;

    private static final Set<String> TYPES = Set.of(
            "application/vnd.apple.mpegurl",
            "application/x-mpegurl",
            "audio/mpegurl",
            "audio/x-mpegurl",
            "application/dash+xml",
            "application/vnd.ms-sstr+xml",
            "application/f4m+xml",
            "application/json",
            "application/problem+json",
            "application/xml",
            "application/ttml+xml",
            "application/javascript",
            "application/x-javascript",
            "application/manifest+json",
            "application/x-subrip",
            "application/wasm",
            "image/svg+xml");

    private Compressible() {}

    /** Whether objects of a content type vary with {@code Accept-Encoding}. Allocates nothing for media. */
    public static boolean type(String contentType) {
        if (TYPES.contains(contentType)) {
            return true;
        }
        int parameters = contentType.indexOf(';');
        String type = (parameters < 0 ? contentType : contentType.substring(0, parameters))
                .strip()
                .toLowerCase(Locale.ROOT);
        return TYPES.contains(type) || type.startsWith("text/") || type.endsWith("+xml") || type.endsWith("+json");
    }
}
