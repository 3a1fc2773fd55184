package io.millrace.ingest;

import io.millrace.chunklog.ContentHeaders;
import io.millrace.chunklog.ContentTypes;
import io.millrace.chunklog.ObjectPath;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What of an upload's headers readers are told: a short list, for a request's headers are the publisher's own affair
 * (credentials, cookies, its software).
 */
final class PublishedHeaders {

    private static final String ASKS_FOR_METADATA = "icy-metadata";

    private PublishedHeaders() {}

    static ContentHeaders of(ObjectPath path, HttpHeaders request) {
        String type = ContentTypes.of(path.name(), request.get(HttpHeaderNames.CONTENT_TYPE));
        Map<String, String> others = new TreeMap<>();
        for (Map.Entry<String, String> header : request) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (isTold(name)) {
                others.putIfAbsent(name, header.getValue().strip());
            }
        }
        return new ContentHeaders(type, others);
    }

    /** FFmpeg sends Icy-MetaData with uploads too; it asks for metadata and describes nothing. */
    private static boolean isTold(String name) {
        return name.contentEquals(HttpHeaderNames.CACHE_CONTROL)
                || name.startsWith("ice-")
                || (name.startsWith("icy-") && !name.equals(ASKS_FOR_METADATA));
    }
}
