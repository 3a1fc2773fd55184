package io.millrace.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The boxes of an ISO media file (ISO/IEC 14496-12): a size, which counts the whole box, and a type of four letters. */
final class Boxes {

    private static final int TYPE_BYTES = 4;

    private Boxes() {}

    /** The types of the outermost boxes, which must fill the file to its last byte. */
    static List<String> typesOf(byte[] file) {
        List<String> types = new ArrayList<>();
        ByteBuffer rest = ByteBuffer.wrap(file);
        int end = 0;
        while (end < file.length) {
            int start = end;
            rest.position(start);
            end = start + rest.getInt();
            types.add(new String(file, start + Integer.BYTES, TYPE_BYTES, StandardCharsets.US_ASCII));
        }
        assertEquals(file.length, end, () -> "the last of the boxes is cut off: " + types);
        return types;
    }
}
