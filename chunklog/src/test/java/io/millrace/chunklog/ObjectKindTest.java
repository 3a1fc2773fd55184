package io.millrace.chunklog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectKindTest {

    private static final ByteBuf FTYP = box("ftyp");
    private static final ByteBuf EBML = hex("1a45dfa39f428681");
    private static final ByteBuf WEBM_CLUSTER = hex("1f43b67501ffffff");

    @ParameterizedTest
    @ValueSource(strings = {"a.m3u8", "a.M3U8", "a.mpd", "a.m3u", "a.ism", "a.isml"})
    void aPlaylistIsToldByItsExtension(String name) {
        assertEquals(ObjectKind.PLAYLIST, ObjectKind.of(named(name), Unpooled.EMPTY_BUFFER));
    }

    @Test
    void aPlaylistStaysOneWhateverItStartsWith() {
        assertEquals(ObjectKind.PLAYLIST, ObjectKind.of(named("a.mpd"), FTYP));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.m4s", "m3u8", "a.m3u8.tmp", "mpd"})
    void whatOnlyLooksLikeAPlaylistIsNone(String name) {
        assertEquals(ObjectKind.SEGMENT, ObjectKind.of(named(name), Unpooled.EMPTY_BUFFER));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.init", "a.header", "a.hdr", "a.key", "a.KEY"})
    void initializationDataIsToldByItsExtension(String name) {
        assertEquals(ObjectKind.INIT, ObjectKind.of(named(name), Unpooled.EMPTY_BUFFER));
    }

    @Test
    void anIsoFileThatStartsWithItsTypeIsInitializationData() {
        assertEquals(ObjectKind.INIT, ObjectKind.of(named("chunk-0.m4s"), FTYP));
    }

    @Test
    void aMatroskaFileThatStartsWithItsHeaderIsInitializationData() {
        assertEquals(ObjectKind.INIT, ObjectKind.of(named("a.webm"), EBML));
    }

    @ParameterizedTest
    @ValueSource(strings = {"styp", "moof", "sidx", "prft", "emsg", "mdat"})
    void anyOtherFirstBoxIsAMediaSegments(String type) {
        assertEquals(ObjectKind.SEGMENT, ObjectKind.of(named("init.mp4"), box(type)));
    }

    @Test
    void aMatroskaClusterIsAMediaSegment() {
        assertEquals(ObjectKind.SEGMENT, ObjectKind.of(named("a.webm"), WEBM_CLUSTER));
    }

    @Test
    void aFirstChunkThatIsTooShortToTellIsAMediaSegments() {
        assertEquals(ObjectKind.SEGMENT, ObjectKind.of(named("a.mp4"), FTYP.slice(0, 7)));
    }

    @Test
    void theTypeIsLookedForWhereTheReadableBytesStart() {
        ByteBuf chunk =
                Unpooled.wrappedBuffer(new byte[3], ByteBufUtil.getBytes(FTYP)).skipBytes(3);
        assertEquals(ObjectKind.INIT, ObjectKind.of(named("a.mp4"), chunk));
    }

    @Test
    void theTypeIsFoundInAChunkOfSeveralPieces() {
        ByteBuf chunk = Unpooled.wrappedBuffer(FTYP.slice(0, 5), FTYP.slice(5, FTYP.readableBytes() - 5));
        assertEquals(ObjectKind.INIT, ObjectKind.of(named("a.mp4"), chunk));
    }

    @Test
    void theChunkIsNotConsumed() {
        ByteBuf chunk = FTYP.duplicate();
        ObjectKind.of(named("a.mp4"), chunk);
        assertEquals(FTYP, chunk);
    }

    private static ObjectPath named(String name) {
        return new ObjectPath("/live/", name);
    }

    private static ByteBuf box(String type) {
        return Unpooled.buffer()
                .writeInt(24)
                .writeBytes(type.getBytes(StandardCharsets.US_ASCII))
                .writeZero(16);
    }

    private static ByteBuf hex(String bytes) {
        return Unpooled.wrappedBuffer(HexFormat.of().parseHex(bytes));
    }
}
