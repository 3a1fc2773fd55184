package io.millrace.shaper.hls;

import java.util.Optional;

/**
 * The bytes of a resource that a segment is.
 *
 * @param first offset of the first byte
 * @param length bytes; {@link Long#MAX_VALUE} where it is not known
 */
public record HlsRange(long first, long length) {

    /**
     * Reads {@code length[@offset]}.
     *
     * @param otherwise the offset where none is told
     */
    static Optional<HlsRange> of(String text, long otherwise) {
        String[] parts = text.strip().split("@", 2);
        try {
            long first = parts.length == 2 ? Long.parseLong(parts[1].strip()) : otherwise;
            long length = Long.parseLong(parts[0].strip());
            return first < 0 || length < 0 ? Optional.empty() : Optional.of(new HlsRange(first, length));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    long end() {
        return length == Long.MAX_VALUE ? Long.MAX_VALUE : first + length;
    }
}
