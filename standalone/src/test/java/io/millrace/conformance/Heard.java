package io.millrace.conformance;

import java.util.List;
import java.util.stream.Collectors;

/** What a client hears on the wire, in its order. */
sealed interface Heard {

    /**
     * The head of an answer, perhaps of an interim one.
     *
     * @param headers in their order, with names as they were spelled
     * @param raw the lines as they came
     */
    record Head(int status, List<Header> headers, String raw) implements Heard {

        boolean interim() {
            return status < 200;
        }

        /** The values of all lines of a name, put together as RFC 9110, section 5.2 says; null where there is none. */
        String header(String name) {
            List<String> values = headers.stream()
                    .filter(header -> header.name().equalsIgnoreCase(name))
                    .map(Header::value)
                    .toList();
            return values.isEmpty() ? null : String.join(", ", values);
        }

        @Override
        public String toString() {
            return raw;
        }
    }

    /** A line of a head. */
    record Header(String name, String value) {}

    /** Bytes that came together: one chunk of HTTP/1.1's chunked coding, or one DATA frame; never empty. */
    @SuppressWarnings("ArrayRecordComponent")
    record Data(byte[] bytes) implements Heard {}

    /** The proper end of an answer. */
    record End() implements Heard {}

    /** The answer, or the connection before one, was broken off. */
    record CutOff(String how) implements Heard {}

    /** The header lines of a head as one would write them down. */
    static String lines(List<Header> headers) {
        return headers.stream()
                .map(header -> header.name() + ": " + header.value())
                .collect(Collectors.joining("\n"));
    }
}
