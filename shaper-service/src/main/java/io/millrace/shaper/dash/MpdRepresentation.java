package io.millrace.shaper.dash;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * One form of a period's part of a stream.
 *
 * @param track what it is a form of: representations of one track have the same segments
 * @param contentType such as {@code video}
 * @param bandwidth bit/s
 * @param codecs RFC 6381
 * @param language RFC 5646
 * @param bases what its segments' URLs are relative to, one for each place that offers them
 */
public record MpdRepresentation(
        String track,
        String contentType,
        String id,
        OptionalLong bandwidth,
        OptionalInt width,
        OptionalInt height,
        List<String> codecs,
        Optional<String> language,
        List<URI> bases,
        Segments segments) {}
