package io.millrace.shaper.dash;

import java.util.List;
import java.util.Optional;

/** How a representation's segments are addressed. */
public sealed interface Segments {

    /**
     * By a template.
     *
     * @param media as written
     * @param initialization as written; nothing where segments begin by themselves
     */
    record Templated(Optional<String> media, Optional<String> initialization, SegmentTimes times) implements Segments {}

    /**
     * One by one.
     *
     * @param media in their order, as written
     */
    record Listed(List<String> media, Optional<String> initialization, SegmentTimes times) implements Segments {}

    /** As pieces of one file, which is at the base. */
    record Single() implements Segments {}
}
