package io.millrace.shaper.dripls;

import io.millrace.shaper.hls.HlsMedia;
import io.millrace.shaper.hls.HlsPlaylist;
import io.millrace.shaper.hls.HlsRange;
import io.millrace.shaper.hls.HlsRendition;
import io.millrace.shaper.hls.HlsSegment;
import io.millrace.shaper.media.ManifestUrls;
import io.millrace.shaper.session.Session;
import io.millrace.shaper.shape.ManifestView;
import io.millrace.shaper.url.Reference;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A playlist as DripLS writes it: what a rule meets has a URL that says so, an error's that of the error. All else comes
 * through the session too, whose other rules are in force for it.
 */
final class DriplsView implements ManifestView {

    private final Session session;
    private final URI asked;
    private final Decisions decisions;

    /** @param asked the URL of the playlist as the client asked for it */
    DriplsView(Session session, URI asked, Decisions decisions) {
        this.session = session;
        this.asked = asked;
        this.decisions = decisions;
    }

    @Override
    public String of(URI from, String text) {
        if (!HlsPlaylist.isPlaylist(text)) {
            return ManifestUrls.replaced(from, text, Map.of(), this::through);
        }
        HlsPlaylist playlist = HlsPlaylist.parse(text);
        return playlist.master()
                ? master(from, playlist)
                : media(from, playlist, session.catalog().imports(asked));
    }

    private Optional<String> through(Reference reference) {
        return reference.resolved().map(url -> session.urls().through(url.toString()));
    }

    private String master(URI from, HlsPlaylist playlist) {
        Set<String> playlists = playlist.asMaster(from).renditions().stream()
                .map(HlsRendition::uri)
                .collect(Collectors.toSet());
        return ManifestUrls.replaced(
                from,
                playlist.text(),
                Map.of(),
                reference -> playlists.contains(reference.written())
                        ? reference.resolved().map(this::playlist)
                        : through(reference));
    }

    private String playlist(URI url) {
        return decisions
                .decide(url, 0)
                .filter(decision -> decision.error().isPresent())
                .map(decision -> DriplsUrls.status(decision.error().getAsInt()))
                .orElseGet(() -> DriplsUrls.playlist(session, url));
    }

    /** Segments may share a URL: the first reference to it is to the one that comes first. */
    private String media(URI from, HlsPlaylist playlist, Map<String, String> imports) {
        HlsMedia media = playlist.importing(imports).asMedia(from);
        Map<String, Deque<Long>> firstBytes = new HashMap<>();
        for (HlsSegment segment : media.segments()) {
            note(firstBytes, segment);
        }
        Map<String, Deque<Long>> partBytes = new HashMap<>();
        for (HlsSegment part : media.parts()) {
            note(partBytes, part);
        }
        Set<String> others = media.playlists().stream().collect(Collectors.toSet());
        return ManifestUrls.replaced(from, playlist.text(), imports, reference -> {
            Optional<URI> url = reference.resolved();
            if (url.isEmpty()) {
                return Optional.empty();
            }
            if (others.contains(reference.written())) {
                return url.map(other -> DriplsUrls.playlist(session, other));
            }
            boolean line = reference.start() == 0 || playlist.text().charAt(reference.start() - 1) != '"';
            Deque<Long> bytes = (line ? firstBytes : partBytes).get(reference.written());
            if (bytes == null) {
                return through(reference);
            }
            long first = bytes.size() > 1 ? bytes.removeFirst() : bytes.getFirst();
            return url.map(segment -> segment(segment, first));
        });
    }

    private static void note(Map<String, Deque<Long>> firstBytes, HlsSegment segment) {
        firstBytes
                .computeIfAbsent(segment.uri(), uri -> new ArrayDeque<>())
                .add(segment.range().map(HlsRange::first).orElse(0L));
    }

    private String segment(URI url, long firstByte) {
        return decisions
                .decide(url, firstByte)
                .map(decision -> url(session, url, decision))
                .orElseGet(() -> session.urls().through(url.toString()));
    }

    /** The URL by which a client asks for what a rule meets. */
    static String url(Session session, URI url, Decisions.Decision decision) {
        return decision.error().isPresent()
                ? DriplsUrls.status(decision.error().getAsInt())
                : DriplsUrls.segment(session, url);
    }
}
