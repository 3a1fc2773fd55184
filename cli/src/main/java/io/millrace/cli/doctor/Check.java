package io.millrace.cli.doctor;

import java.util.Locale;

/** What is looked at, way by way. */
enum Check {
    /** Bodies of requests arrive while they are sent. */
    REQUEST_BUFFERING(Hop.IN),
    /** An upload may be silent for a while. */
    REQUEST_SILENCE(Hop.IN),
    /** An upload may take long. */
    REQUEST_DURATION(Hop.IN),
    /** Bodies may be large. */
    BODY_LIMIT(Hop.IN),
    /** {@code Expect: 100-continue} is answered. */
    EXPECT(Hop.IN),
    /** DELETE passes; without PUT nothing could be looked at. */
    METHODS(Hop.IN),
    /** An upload that breaks off is never taken for a whole one. */
    ABORTED_UPLOAD(Hop.IN),
    /** Bodies of responses arrive while they are sent. */
    RESPONSE_BUFFERING(Hop.OUT),
    /** A response may be silent for a while. */
    RESPONSE_SILENCE(Hop.OUT),
    /** A response may take long. */
    RESPONSE_DURATION(Hop.OUT),
    /** A response that is cut off does not look like a whole one, now or later. */
    ABORTED_RESPONSE(Hop.OUT),
    /** Who comes later reads an object in progress too, and to its end. */
    LATER_READERS(Hop.OUT),
    /** The bytes are those that were uploaded. */
    BYTES(Hop.OUT),
    /** Entity tags are those of the edge: strong, and told. */
    ENTITY_TAG(Hop.OUT),
    /** Content types are those of the edge. */
    CONTENT_TYPE(Hop.OUT),
    /** Segments are not compressed on the way. */
    CONTENT_CODING(Hop.OUT),
    /** What is told to caches is what the edge tells. */
    CACHE_CONTROL(Hop.OUT),
    /** Ranges and conditions are answered. */
    RANGES(Hop.OUT),
    /** A playlist that was replaced is not served for longer than was told. */
    PLAYLIST_CACHING(Hop.OUT),
    /** That nothing was there is forgotten when something is. */
    ABSENCE_CACHING(Hop.OUT),
    /** What was deleted is not served for longer than was told. */
    DELETION_CACHING(Hop.OUT);

    private final Hop hop;

    Check(Hop hop) {
        this.hop = hop;
    }

    /** On which way. */
    Hop hop() {
        return hop;
    }

    /** Its name in reports, such as {@code request-buffering}. */
    String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
