package io.millrace.ingest;

import io.millrace.chunklog.ObjectPath;
import java.util.Map;

/** What an object is served as: by its extension first, because packagers label everything octet-stream. */
final class ContentTypes {

    private static final String UNKNOWN = "application/octet-stream";

    private static final Map<String, String> BY_EXTENSION = Map.ofEntries(
            Map.entry("mpd", "application/dash+xml"),
            Map.entry("m3u8", "application/vnd.apple.mpegurl"),
            Map.entry("m4s", "video/iso.segment"),
            Map.entry("mp4", "video/mp4"),
            Map.entry("m4v", "video/mp4"),
            Map.entry("cmfv", "video/mp4"),
            Map.entry("init", "video/mp4"),
            Map.entry("header", "video/mp4"),
            Map.entry("cmfa", "audio/mp4"),
            Map.entry("m4a", "audio/mp4"),
            Map.entry("cmft", "application/mp4"),
            Map.entry("cmfm", "application/mp4"),
            Map.entry("ts", "video/mp2t"),
            Map.entry("aac", "audio/aac"),
            Map.entry("mp3", "audio/mpeg"),
            Map.entry("vtt", "text/vtt"),
            Map.entry("webm", "video/webm"),
            Map.entry("key", UNKNOWN));

    private ContentTypes() {}

    /**
     * @param requested the upload's Content-Type, or null
     */
    static String of(ObjectPath path, String requested) {
        String known = BY_EXTENSION.get(path.extension());
        if (known != null) {
            return known;
        }
        return requested == null || requested.isBlank() ? UNKNOWN : requested.strip();
    }
}
