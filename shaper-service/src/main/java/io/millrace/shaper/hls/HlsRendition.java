package io.millrace.shaper.hls;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A media playlist as its master playlist describes it.
 *
 * @param uri as written, variables resolved
 * @param bandwidth bit/s at the most
 * @param codecs RFC 6381
 * @param language RFC 5646
 */
public record HlsRendition(
        Kind kind,
        String uri,
        OptionalLong bandwidth,
        OptionalInt width,
        OptionalInt height,
        List<String> codecs,
        Optional<String> language) {

    /** How it is offered. */
    public enum Kind {
        /** {@code EXT-X-STREAM-INF}. */
        VARIANT,
        /** {@code EXT-X-MEDIA}. */
        ALTERNATE,
        /** {@code EXT-X-I-FRAME-STREAM-INF}. */
        I_FRAMES
    }

    static HlsRendition of(Kind kind, String uri, HlsAttributes attributes) {
        return new HlsRendition(
                kind,
                uri,
                attributes.number("BANDWIDTH"),
                attributes.resolution(0),
                attributes.resolution(1),
                attributes.list("CODECS"),
                attributes.text("LANGUAGE"));
    }
}
