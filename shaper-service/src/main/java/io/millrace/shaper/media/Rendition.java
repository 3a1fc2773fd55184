package io.millrace.shaper.media;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * One of the forms that a stream is offered in, as its manifest tells.
 *
 * @param bitRate bit/s
 * @param ladder its place among those of its kind by bit rate, 0 for the lowest; equal rates share a place
 * @param width pixels
 * @param height pixels
 * @param codecs RFC 6381
 * @param language RFC 5646
 */
public record Rendition(
        OptionalLong bitRate,
        OptionalInt ladder,
        OptionalInt width,
        OptionalInt height,
        List<String> codecs,
        Optional<String> language) {

    /** Nothing is known of it. */
    public static final Rendition UNKNOWN = new Rendition(
            OptionalLong.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            List.of(),
            Optional.empty());

    /** Copies the list. */
    public Rendition {
        codecs = List.copyOf(codecs);
    }

    /** The same with its place among others. */
    public Rendition at(int place) {
        return new Rendition(bitRate, OptionalInt.of(place), width, height, codecs, language);
    }
}
