package io.millrace.edge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.millrace.edge.encoding.ContentCoding;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class CodedFormsTest {

    private final CodedForms forms = new CodedForms();
    private final List<Runnable> work = new ArrayList<>();
    private int made;

    @Test
    void aFormHoldsTheObjectsBytes() throws IOException {
        byte[] coded = make(parts("#EXTM3U\n", "a.ts\n"));
        try (GZIPInputStream plain = new GZIPInputStream(new ByteArrayInputStream(coded))) {
            assertArrayEquals("#EXTM3U\na.ts\n".getBytes(StandardCharsets.US_ASCII), plain.readAllBytes());
        }
    }

    @Test
    void aFormIsMadeOnceWhoeverAsks() {
        var first = forms.make(ContentCoding.GZIP, parts("x"), work::add, () -> made++);
        var second = forms.make(ContentCoding.GZIP, parts("x"), work::add, () -> made++);
        work.forEach(Runnable::run);
        assertSame(first, second);
        assertEquals(1, made);
    }

    @Test
    void nothingIsMadeBeforeTheWorkerDoesIt() {
        forms.make(ContentCoding.GZIP, parts("x"), work::add, () -> made++);
        assertEquals(0, forms.bytes());
        assertEquals(1, work.size());
    }

    @Test
    void aFormThatNobodyHasAskedForIsNotThere() {
        assertNull(forms.get(ContentCoding.GZIP));
    }

    @Test
    void theBytesOfAllFormsAreCounted() {
        int length = make(parts("x")).length;
        assertEquals(length, forms.bytes());
    }

    @Test
    void theObjectsBytesAreGivenBack() {
        List<ByteBuf> parts = parts("x", "y");
        make(parts);
        forms.make(ContentCoding.GZIP, parts("z"), work::add, () -> made++);
        assertEquals(List.of(0, 0), parts.stream().map(ByteBuf::refCnt).toList());
    }

    private byte[] make(List<ByteBuf> parts) {
        return forms.make(ContentCoding.GZIP, parts, Runnable::run, () -> made++)
                .join();
    }

    private static List<ByteBuf> parts(String... texts) {
        List<ByteBuf> parts = new ArrayList<>();
        for (String text : texts) {
            parts.add(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
        }
        return parts;
    }
}
