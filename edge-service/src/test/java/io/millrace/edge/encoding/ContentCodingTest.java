package io.millrace.edge.encoding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPInputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ContentCodingTest {

    private static final String PLAYLIST =
            "#EXTM3U\n#EXT-X-TARGETDURATION:2\n" + "#EXTINF:2.000,\nsegment.m4s\n".repeat(500);

    @Property(tries = 200)
    void whatIsCodedIsReadBackByWhoeverKnowsTheCoding(@ForAll byte[] first, @ForAll byte[] second) throws IOException {
        byte[] whole = ByteBufUtil.getBytes(Unpooled.wrappedBuffer(first, second));
        for (ContentCoding coding : ContentCoding.values()) {
            ByteBuf coded = coding.encode(List.of(Unpooled.wrappedBuffer(first), Unpooled.wrappedBuffer(second)));
            assertArrayEquals(whole, decoded(coding, ByteBufUtil.getBytes(coded), whole.length));
        }
    }

    @ParameterizedTest
    @EnumSource
    void theSameObjectGivesTheSameBytesHoweverItIsCut(ContentCoding coding) {
        ByteBuf whole = buffer(PLAYLIST);
        List<ByteBuf> cut = List.of(buffer(PLAYLIST.substring(0, 7)), buffer(""), buffer(PLAYLIST.substring(7)));
        assertEquals(coding.encode(List.of(whole)), coding.encode(cut));
    }

    @ParameterizedTest
    @EnumSource
    void whatIsCodedStaysItsOwnersUntouched(ContentCoding coding) {
        ByteBuf direct = PooledByteBufAllocator.DEFAULT.directBuffer().writeBytes(buffer(PLAYLIST));
        ByteBuf coded = coding.encode(List.of(direct));
        assertEquals(1, direct.refCnt());
        assertEquals(PLAYLIST, direct.toString(StandardCharsets.UTF_8));
        assertTrue(direct.release());
        assertTrue(coded.release());
    }

    @Test
    void aLargePartIsCodedToItsEnd() throws IOException {
        byte[] large = new byte[3_000_000];
        new java.util.Random(1).nextBytes(large);
        ByteBuf coded = ContentCoding.GZIP.encode(List.of(Unpooled.wrappedBuffer(large)));
        assertArrayEquals(large, decoded(ContentCoding.GZIP, ByteBufUtil.getBytes(coded), large.length));
    }

    @Test
    void gzipTellsNothingOfWhenAndWhereItWasMade() {
        ByteBuf coded = ContentCoding.GZIP.encode(List.of(buffer(PLAYLIST)));
        assertEquals("1f8b08000000000000ff", ByteBufUtil.hexDump(coded, 0, 10));
    }

    @ParameterizedTest
    @EnumSource(names = {"GZIP", "ZSTD"})
    void aPlaylistBecomesATenthOfItsSize(ContentCoding coding) {
        assertTrue(coding.encode(List.of(buffer(PLAYLIST))).readableBytes() < PLAYLIST.length() / 10);
    }

    @ParameterizedTest
    @CsvSource({"GZIP, \"1-2-gzip\"", "ZSTD, \"1-2-zstd\"", "IDENTITY, \"1-2\""})
    void anotherSequenceOfBytesHasAnotherTag(ContentCoding coding, String etag) {
        assertEquals(etag, coding.etag("\"1-2\""));
    }

    private static byte[] decoded(ContentCoding coding, byte[] coded, int length) throws IOException {
        return switch (coding) {
            case GZIP -> new GZIPInputStream(new ByteArrayInputStream(coded)).readAllBytes();
            case ZSTD -> Zstd.decompress(coded, length);
            case IDENTITY -> coded;
        };
    }

    private static ByteBuf buffer(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
    }
}
