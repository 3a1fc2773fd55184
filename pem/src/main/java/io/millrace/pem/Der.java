package io.millrace.pem;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Optional;

/** As much of ASN.1's distinguished encoding as it takes to put a key into another envelope (X.690, section 8.1). */
public final class Der {

    private static final int LONG_FORM = 0x80;
    private static final int LENGTH_MASK = 0x7F;
    private static final int BYTE_MASK = 0xFF;

    private Der() {}

    /** A value of a type, of several parts. */
    public static byte[] of(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        value.write(tag);
        writeLength(value, content.size());
        value.writeBytes(content.toByteArray());
        return value.toByteArray();
    }

    /** The content of the first field with a tag in a sequence, if there is one. */
    public static Optional<byte[]> field(byte[] sequence, int tag) {
        int at = contentStart(sequence, 0);
        while (at > 0 && at < sequence.length) {
            int start = contentStart(sequence, at);
            int end = start < 0 ? -1 : start + length(sequence, at);
            if (end < start || end > sequence.length) {
                return Optional.empty();
            }
            if ((sequence[at] & BYTE_MASK) == tag) {
                return Optional.of(Arrays.copyOfRange(sequence, start, end));
            }
            at = end;
        }
        return Optional.empty();
    }

    private static void writeLength(ByteArrayOutputStream out, int length) {
        if (length < LONG_FORM) {
            out.write(length);
            return;
        }
        int bytes = (Integer.SIZE - Integer.numberOfLeadingZeros(length) + Byte.SIZE - 1) / Byte.SIZE;
        out.write(LONG_FORM | bytes);
        for (int shift = (bytes - 1) * Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            out.write(length >>> shift);
        }
    }

    /** Index of a field's content; -1 where the field is cut off or of no sensible length. */
    private static int contentStart(byte[] der, int at) {
        if (at + 1 >= der.length) {
            return -1;
        }
        int first = der[at + 1] & BYTE_MASK;
        int more = first < LONG_FORM ? 0 : first & LENGTH_MASK;
        return more >= Integer.BYTES || at + 2 + more > der.length ? -1 : at + 2 + more;
    }

    private static int length(byte[] der, int at) {
        int first = der[at + 1] & BYTE_MASK;
        if (first < LONG_FORM) {
            return first;
        }
        int length = 0;
        for (int i = 0; i < (first & LENGTH_MASK); i++) {
            length = (length << Byte.SIZE) | (der[at + 2 + i] & BYTE_MASK);
        }
        return length;
    }
}
