package io.millrace.ingest;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which bytes of an object the body of an upload is: told by Content-Range (RFC 9110, section 14.5), or as GPAC tells
 * it, by a Range header of the request.
 */
sealed interface UploadRange {

    /** All of them: an upload like most. */
    record Whole() implements UploadRange {}

    /**
     * Those from an offset on.
     *
     * @param first offset of the body's first byte
     * @param last offset of its last one, where it is told
     * @param total the object's length once the body is laid over, where it is told
     */
    record Part(long first, OptionalLong last, OptionalLong total) implements UploadRange {

        /** Bytes that the body must have, where it is told. */
        OptionalLong bytes() {
            return last.isPresent() ? OptionalLong.of(last.getAsLong() - first + 1) : OptionalLong.empty();
        }
    }

    /** It can't be told. */
    record Malformed(String reason) implements UploadRange {}

    /** Up to 18 digits: a long always holds them. */
    Pattern CONTENT_RANGE = Pattern.compile("(?i:bytes) +(\\d{1,18})-(\\d{1,18})/(?:(\\d{1,18})|\\*)");

    Pattern RANGE = Pattern.compile("(?i:bytes) *= *(\\d{1,18})-(\\d{1,18})?");

    static UploadRange of(HttpHeaders headers) {
        List<String> contentRanges = headers.getAll(HttpHeaderNames.CONTENT_RANGE);
        List<String> ranges = headers.getAll(HttpHeaderNames.RANGE);
        if (contentRanges.isEmpty() && ranges.isEmpty()) {
            return new Whole();
        }
        if (contentRanges.size() + ranges.size() > 1) {
            return new Malformed("one range can be uploaded at a time, told by one Content-Range or one Range header");
        }
        boolean standard = !contentRanges.isEmpty();
        String value = (standard ? contentRanges : ranges).getFirst().strip();
        Matcher range = (standard ? CONTENT_RANGE : RANGE).matcher(value);
        if (!range.matches()) {
            return new Malformed(
                    standard
                            ? "the Content-Range of an upload is like bytes 100-199/*"
                            : "the Range of an upload is one range like bytes=100-199 or bytes=100-");
        }
        long first = Long.parseLong(range.group(1));
        OptionalLong last = number(range.group(2));
        OptionalLong total = standard ? number(range.group(3)) : OptionalLong.empty();
        if (last.isPresent() && last.getAsLong() < first) {
            return new Malformed("the range ends before it begins");
        }
        if (total.isPresent() && total.getAsLong() <= last.orElseThrow()) {
            return new Malformed("the range ends behind the object's length, which it tells itself");
        }
        return new Part(first, last, total);
    }

    private static OptionalLong number(String digits) {
        return digits == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(digits));
    }
}
