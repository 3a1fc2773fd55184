package io.millrace.chunklog;

import java.util.Locale;
import java.util.Map;

/** What an object or a file is served as: by its extension first, then by what its publisher says. */
public final class ContentTypes {

    /** Bytes of which nothing is known. */
    public static final String UNKNOWN = "application/octet-stream";

    /** Playlists, media and keys: packagers label them all octet-stream, or wrongly. */
    private static final Map<String, String> MEDIA = Map.ofEntries(
            Map.entry("mpd", "application/dash+xml"),
            Map.entry("m3u8", "application/vnd.apple.mpegurl"),
            Map.entry("m3u", "audio/mpegurl"),
            Map.entry("ism", "application/vnd.ms-sstr+xml"),
            Map.entry("isml", "application/vnd.ms-sstr+xml"),
            Map.entry("m4s", "video/iso.segment"),
            Map.entry("mp4", "video/mp4"),
            Map.entry("m4v", "video/mp4"),
            Map.entry("cmfv", "video/mp4"),
            Map.entry("init", "video/mp4"),
            Map.entry("header", "video/mp4"),
            Map.entry("hdr", "video/mp4"),
            Map.entry("cmfa", "audio/mp4"),
            Map.entry("m4a", "audio/mp4"),
            Map.entry("cmft", "application/mp4"),
            Map.entry("cmfm", "application/mp4"),
            Map.entry("ts", "video/mp2t"),
            Map.entry("m2ts", "video/mp2t"),
            Map.entry("webm", "video/webm"),
            Map.entry("weba", "audio/webm"),
            Map.entry("mkv", "video/matroska"),
            Map.entry("mov", "video/quicktime"),
            Map.entry("aac", "audio/aac"),
            Map.entry("mp3", "audio/mpeg"),
            Map.entry("ac3", "audio/ac3"),
            Map.entry("ec3", "audio/eac3"),
            Map.entry("flac", "audio/flac"),
            Map.entry("ogg", "audio/ogg"),
            Map.entry("opus", "audio/ogg"),
            Map.entry("wav", "audio/wav"),
            Map.entry("key", UNKNOWN),
            Map.entry("vtt", "text/vtt"),
            Map.entry("ttml", "application/ttml+xml"),
            Map.entry("dfxp", "application/ttml+xml"));

    /** What a publisher may know better. */
    private static final Map<String, String> OTHER = Map.ofEntries(
            Map.entry("txt", "text/plain; charset=utf-8"),
            Map.entry("log", "text/plain; charset=utf-8"),
            Map.entry("md", "text/markdown; charset=utf-8"),
            Map.entry("html", "text/html; charset=utf-8"),
            Map.entry("htm", "text/html; charset=utf-8"),
            Map.entry("css", "text/css; charset=utf-8"),
            Map.entry("js", "text/javascript; charset=utf-8"),
            Map.entry("mjs", "text/javascript; charset=utf-8"),
            Map.entry("json", "application/json"),
            Map.entry("xml", "application/xml"),
            Map.entry("wasm", "application/wasm"),
            Map.entry("pdf", "application/pdf"),
            Map.entry("jpg", "image/jpeg"),
            Map.entry("jpeg", "image/jpeg"),
            Map.entry("png", "image/png"),
            Map.entry("gif", "image/gif"),
            Map.entry("webp", "image/webp"),
            Map.entry("avif", "image/avif"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("ico", "image/vnd.microsoft.icon"),
            Map.entry("srt", "application/x-subrip"));

    private ContentTypes() {}

    /** What a file is served as. */
    public static String of(String name) {
        return of(name, null);
    }

    /**
     * What an upload is served as.
     *
     * @param name of the object, without its directory
     * @param told the upload's Content-Type, or null
     */
    public static String of(String name, String told) {
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        if (extension.length() == name.length()) {
            extension = "";
        }
        String media = MEDIA.get(extension);
        if (media != null) {
            return media;
        }
        boolean tells = told != null && !told.isBlank() && !told.strip().equalsIgnoreCase(UNKNOWN);
        return tells ? told.strip() : OTHER.getOrDefault(extension, UNKNOWN);
    }
}
