package io.millrace.shaper.media;

import io.millrace.shaper.dash.Mpd;
import io.millrace.shaper.hls.HlsPlaylist;
import io.millrace.shaper.url.Reference;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** The URLs in manifests, to be replaced without changing another byte. */
public final class ManifestUrls {

    private ManifestUrls() {}

    /** All of a manifest's URLs, in its order; none where the text is no manifest. */
    public static List<Reference> of(URI manifest, String text) {
        if (HlsPlaylist.isPlaylist(text)) {
            return HlsPlaylist.parse(text).references(manifest);
        }
        return Mpd.isMpd(text) ? Mpd.references(manifest, text) : List.of();
    }

    /**
     * The manifest as it is for a client that sees it below another path: each URL that would lead past that path
     * (absolute, beginning with a slash, climbing above the root) is replaced; relative ones stay.
     *
     * @param through where the client finds what is at an absolute URL
     */
    public static String below(URI manifest, String text, UnaryOperator<URI> through) {
        return replaced(
                manifest,
                text,
                reference ->
                        reference.leaves() ? reference.resolved().map(through).map(URI::toString) : Optional.empty());
    }

    /**
     * The manifest with some of its URLs replaced.
     *
     * @param replacement what stands for one; nothing where it stays
     */
    public static String replaced(URI manifest, String text, Function<Reference, Optional<String>> replacement) {
        return Reference.replace(text, of(manifest, text), replacement);
    }
}
