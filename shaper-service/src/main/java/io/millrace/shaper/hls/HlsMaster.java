package io.millrace.shaper.hls;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a master playlist offers.
 *
 * @param renditions in its order; those that come within others have no playlist and are left out
 * @param variables that its media playlists may import, by name
 */
public record HlsMaster(List<HlsRendition> renditions, Map<String, String> variables) {

    /** Copies both. */
    public HlsMaster {
        renditions = List.copyOf(renditions);
        variables = Map.copyOf(variables);
    }

    static HlsMaster read(List<HlsLine> lines, HlsVariables variables) {
        List<HlsRendition> renditions = new ArrayList<>();
        HlsTag described = null;
        for (HlsLine line : lines) {
            switch (line) {
                case HlsUri uri -> {
                    if (described != null) {
                        renditions.add(HlsRendition.of(
                                HlsRendition.Kind.VARIANT, variables.in(uri.uri()), described.attributes()));
                        described = null;
                    }
                }
                case HlsTag tag -> {
                    switch (tag.name()) {
                        case "EXT-X-STREAM-INF" -> described = tag;
                        case "EXT-X-I-FRAME-STREAM-INF" ->
                            add(renditions, HlsRendition.Kind.I_FRAMES, tag.attributes(), variables);
                        case "EXT-X-MEDIA" -> add(renditions, HlsRendition.Kind.ALTERNATE, tag.attributes(), variables);
                        default -> {}
                    }
                }
            }
        }
        return new HlsMaster(renditions, variables.values());
    }

    private static void add(
            List<HlsRendition> renditions, HlsRendition.Kind kind, HlsAttributes attributes, HlsVariables variables) {
        attributes.text("URI").ifPresent(uri -> renditions.add(HlsRendition.of(kind, variables.in(uri), attributes)));
    }
}
