package io.millrace.shaper.hls;

import io.millrace.shaper.url.Reference;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A playlist, kept as it is: its text with what its lines say. Immutable.
 *
 * <p>Nothing in a playlist is an error here, as players take much that is none of RFC 8216's; what is not understood
 * tells nothing.
 */
public final class HlsPlaylist {

    /** Attributes whose values are URLs, of whatever tag. */
    private static final Set<String> URLS = Set.of("URI", "X-ASSET-URI", "X-ASSET-LIST", "SERVER-URI");

    private static final Set<String> OF_MASTERS =
            Set.of("EXT-X-STREAM-INF", "EXT-X-MEDIA", "EXT-X-I-FRAME-STREAM-INF", "EXT-X-CONTENT-STEERING");

    private final String text;
    private final List<HlsLine> lines;
    private final Map<String, String> imports;

    private HlsPlaylist(String text, List<HlsLine> lines, Map<String, String> imports) {
        this.text = text;
        this.lines = lines;
        this.imports = imports;
    }

    /** Reads a playlist. */
    public static HlsPlaylist parse(String text) {
        return new HlsPlaylist(text, List.copyOf(HlsLine.of(text)), Map.of());
    }

    /**
     * The same as a media playlist of a master playlist.
     *
     * @param variables {@link HlsMaster#variables}
     */
    public HlsPlaylist importing(Map<String, String> variables) {
        return new HlsPlaylist(text, lines, variables);
    }

    /** Whether a text is a playlist: it begins as each must. */
    public static boolean isPlaylist(String text) {
        return text.startsWith("#EXTM3U", text.startsWith("\uFEFF") ? 1 : 0);
    }

    /** The text as it was given, to the byte. */
    public String text() {
        return text;
    }

    /** Whether it lists renditions, and not segments. */
    public boolean master() {
        return lines.stream().anyMatch(line -> line instanceof HlsTag tag && OF_MASTERS.contains(tag.name()));
    }

    /** What a master playlist offers. */
    public HlsMaster asMaster(URI url) {
        return HlsMaster.read(lines, variables(url));
    }

    /** What a media playlist lists. */
    public HlsMedia asMedia(URI url) {
        return HlsMedia.read(lines, variables(url));
    }

    /** Its URLs, in its order. */
    public List<Reference> references(URI url) {
        HlsVariables variables = variables(url);
        List<Reference> references = new ArrayList<>();
        for (HlsLine line : lines) {
            switch (line) {
                case HlsUri uri -> references.add(reference(url, uri.start(), uri.uri(), variables));
                case HlsTag tag -> {
                    for (Map.Entry<String, HlsAttributes.Attribute> entry :
                            tag.attributes().all().entrySet()) {
                        HlsAttributes.Attribute attribute = entry.getValue();
                        if (URLS.contains(entry.getKey()) && attribute.quoted()) {
                            int start = tag.valueStart() + attribute.start();
                            references.add(reference(url, start, attribute.value(), variables));
                        }
                    }
                }
            }
        }
        return references;
    }

    private static Reference reference(URI base, int start, String written, HlsVariables variables) {
        return new Reference(start, start + written.length(), variables.in(written), base, Reference.Syntax.PLAIN);
    }

    private HlsVariables variables(URI url) {
        return HlsVariables.of(lines, url, imports);
    }
}
