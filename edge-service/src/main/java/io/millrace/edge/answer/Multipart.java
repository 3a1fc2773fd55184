package io.millrace.edge.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Several ranges in one body: {@code multipart/byteranges} (RFC 9110, section 14.6).
 *
 * @param boundary drawn anew for every response, so that no representation can hold it on purpose
 */
record Multipart(String boundary, List<Part> parts) {

    static Multipart of(List<ByteRange> ranges, Representation representation) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        String boundary = Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong());
        List<Part> parts = new ArrayList<>(2 * ranges.size() + 1);
        for (ByteRange range : ranges) {
            String lineEnd = parts.isEmpty() ? "" : "\r\n";
            parts.add(new Part.Text(lineEnd + "--" + boundary
                    + "\r\nContent-Type: " + representation.contentType()
                    + "\r\nContent-Range: " + range.contentRange(representation.length()) + "\r\n\r\n"));
            parts.add(new Part.Slice(range));
        }
        parts.add(new Part.Text("\r\n--" + boundary + "--\r\n"));
        return new Multipart(boundary, List.copyOf(parts));
    }

    String contentType() {
        return "multipart/byteranges; boundary=" + boundary;
    }

    /** In bytes. */
    long length() {
        return parts.stream().mapToLong(Part::length).sum();
    }
}
