package io.millrace.shaper.media;

import io.millrace.shaper.dash.Mpd;
import io.millrace.shaper.hls.HlsPlaylist;
import io.millrace.shaper.url.Reference;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The URLs in manifests, to be replaced without changing another byte. */
public final class ManifestUrls {

    private ManifestUrls() {}

    /**
     * All of a manifest's URLs, in its order; none where the text is no manifest.
     *
     * @param imports {@link Catalog#imports}
     */
    public static List<Reference> of(URI manifest, String text, Map<String, String> imports) {
        if (HlsPlaylist.isPlaylist(text)) {
            return HlsPlaylist.parse(text).importing(imports).references(manifest);
        }
        return Mpd.isMpd(text) ? Mpd.references(manifest, text) : List.of();
    }

    /**
     * The manifest with some of its URLs replaced.
     *
     * @param imports {@link Catalog#imports}
     * @param replacement what stands for one; nothing where it stays
     */
    public static String replaced(
            URI manifest, String text, Map<String, String> imports, Function<Reference, Optional<String>> replacement) {
        return Reference.replace(text, of(manifest, text, imports), replacement);
    }
}
