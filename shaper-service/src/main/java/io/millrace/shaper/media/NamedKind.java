package io.millrace.shaper.media;

import io.millrace.proto.control.v1.ObjectKind;
import java.net.URI;
import java.util.Locale;
import java.util.Set;

/** What an object seems to be by its name, where no manifest tells. */
final class NamedKind {

    private static final Set<String> MANIFESTS = Set.of("m3u8", "m3u", "mpd");
    private static final Set<String> SEGMENTS = Set.of(
            "m4s", "ts", "m2ts", "mp4", "m4v", "m4a", "cmfv", "cmfa", "cmft", "cmfm", "aac", "ac3", "ec3", "mp3", "vtt",
            "webvtt", "ttml", "webm", "mkv");
    private static final Set<String> INITS = Set.of("init", "header");

    private NamedKind() {}

    static ObjectKind of(URI url) {
        String path = url.getPath() == null ? "" : url.getPath().toLowerCase(Locale.ROOT);
        String name = path.substring(path.lastIndexOf('/') + 1);
        String extension = name.substring(name.lastIndexOf('.') + 1);
        if (MANIFESTS.contains(extension)) {
            return ObjectKind.OBJECT_KIND_MANIFEST;
        }
        if (INITS.contains(extension) || (SEGMENTS.contains(extension) && name.contains("init"))) {
            return ObjectKind.OBJECT_KIND_INIT;
        }
        if (SEGMENTS.contains(extension)) {
            return ObjectKind.OBJECT_KIND_SEGMENT;
        }
        return extension.equals("key") ? ObjectKind.OBJECT_KIND_KEY : ObjectKind.OBJECT_KIND_OTHER;
    }
}
