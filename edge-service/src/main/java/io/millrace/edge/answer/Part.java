package io.millrace.edge.answer;

import java.nio.charset.StandardCharsets;

/** A piece of a response's body. */
public sealed interface Part {

    /** Bytes of the representation. */
    record Slice(ByteRange range) implements Part {}

    /** What stands between two slices of a multipart body; ASCII. */
    record Text(String text) implements Part {

        public byte[] bytes() {
            return text.getBytes(StandardCharsets.US_ASCII);
        }
    }

    /** In bytes. */
    default long length() {
        return switch (this) {
            case Slice slice -> slice.range().length();
            case Text text -> text.text().length();
        };
    }
}
