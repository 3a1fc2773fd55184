package io.millrace.shaper.dripls;

import io.millrace.shaper.session.Session;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * The URLs that DripLS's playlists have: of playlists {@code /playlist.m3u8?p=m_<session>_<where>}, of segments that a rule
 * shapes {@code /s/<session>/<where>/<name>}, of errors {@code /ostatus?s=<status>}. What is behind one is told by it, so
 * that any shaper answers it.
 */
final class DriplsUrls {

    static final String PLAYLIST = "/playlist.m3u8";
    static final String SEGMENT = "/s/";
    static final String STATUS = "/ostatus";

    private static final String MASTER = "m_";

    /**
     * What a URL stands for.
     *
     * @param session its id
     * @param url at its origin
     */
    record Target(String session, URI url) {}

    private DriplsUrls() {}

    /** What DripLS calls a stored playlist, without what it begins with. */
    static String name(Session session, URI url) {
        return session.id() + '_' + encoded(url);
    }

    static String playlist(Session session, URI url) {
        return PLAYLIST + "?p=" + MASTER + name(session, url);
    }

    static String segment(Session session, URI url) {
        String path = url.getRawPath();
        return SEGMENT + session.id() + '/' + encoded(url) + '/' + path.substring(path.lastIndexOf('/') + 1);
    }

    static String status(int status) {
        return STATUS + "?s=" + status;
    }

    /** What the parameter {@code p} stands for; nothing where it was never given out. */
    static Optional<Target> ofPlaylist(String name) {
        int end = name.indexOf('_', MASTER.length());
        return name.startsWith(MASTER) && end > 0
                ? target(name.substring(MASTER.length(), end), name.substring(end + 1))
                : Optional.empty();
    }

    /** What a segment's path, or its whole URL, stands for; nothing where it was never given out. */
    static Optional<Target> ofSegment(String url) {
        int start = url.indexOf(SEGMENT);
        int session = start < 0 ? -1 : url.indexOf('/', start + SEGMENT.length());
        int end = session < 0 ? -1 : url.indexOf('/', session + 1);
        return end < 0
                ? Optional.empty()
                : target(url.substring(start + SEGMENT.length(), session), url.substring(session + 1, end));
    }

    private static String encoded(URI url) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(url.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<Target> target(String session, String encoded) {
        try {
            String url = new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.UTF_8);
            return url.startsWith("http://") || url.startsWith("https://")
                    ? Optional.of(new Target(session, URI.create(url)))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
