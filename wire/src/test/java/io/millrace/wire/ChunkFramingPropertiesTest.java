package io.millrace.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** However a body is cut into chunks, and its bytes into reads, the same bytes and the same chunks are decoded. */
class ChunkFramingPropertiesTest {

    private static final String HEAD = "PUT /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";

    /**
     * A body on the wire.
     *
     * @param size how each chunk's size is spelled
     * @param trailers with their line ends
     */
    record Body(List<String> chunks, String size, String trailers) {

        String framed() {
            StringBuilder text = new StringBuilder(HEAD);
            chunks.forEach(chunk -> text.append(size.formatted(chunk.length()))
                    .append("\r\n")
                    .append(chunk)
                    .append("\r\n"));
            return text.append("0\r\n").append(trailers).append("\r\n").toString();
        }
    }

    @Property(tries = 2000)
    void theSameBytesAndChunksAreDecodedHoweverTheReadsAreCut(
            @ForAll("bodies") Body body, @ForAll("cuts") List<Integer> cuts) {
        assertEquals(body.chunks(), decoded(body.framed(), cuts));
    }

    @Property(tries = 500)
    void theRequestBehindABodyIsDecodedAsWell(@ForAll("bodies") Body body, @ForAll("cuts") List<Integer> cuts) {
        List<String> twice = new ArrayList<>(body.chunks());
        twice.addAll(body.chunks());
        assertEquals(twice, decoded(body.framed() + body.framed(), cuts));
    }

    @Property(tries = 500)
    void whatAFrameSendsIsDecodedToItsChunk(
            @ForAll("bodies") Body body, @ForAll("cuts") List<Integer> cuts, @ForAll("rooms") int room) {
        StringBuilder sent = new StringBuilder(HEAD);
        for (String chunk : body.chunks()) {
            ByteBuf bytes = Unpooled.buffer(2 * room + chunk.length()).setIndex(room, room);
            bytes.writeCharSequence(chunk, StandardCharsets.ISO_8859_1);
            Frame frame = Frame.of(bytes);
            ByteBuf framed = frame.framed();
            sent.append(framed.toString(StandardCharsets.ISO_8859_1));
            framed.release();
            frame.release();
        }
        assertEquals(body.chunks(), decoded(sent.append("0\r\n\r\n").toString(), cuts));
    }

    @Provide
    Arbitrary<Body> bodies() {
        // Bytes that look like framing are what a decoder could stumble over.
        Arbitrary<String> bytes = Arbitraries.strings()
                .withChars('\r', '\n', '0', '5', 'a', ';', '\0', '\u00ff')
                .ofMinLength(1)
                .ofMaxLength(40);
        Arbitrary<String> sizes = Arbitraries.of("%x", "%X", "000%x", "%x;name=\"value\"", "%x ");
        Arbitrary<String> trailers = Arbitraries.of("", "A: b\r\n", "A: b\r\nC: d\r\n");
        return Combinators.combine(bytes.list().ofMaxSize(8), sizes, trailers).as(Body::new);
    }

    /** Lengths of the reads, in turn. */
    @Provide
    Arbitrary<List<Integer>> cuts() {
        return Arbitraries.integers().between(1, 60).list().ofMinSize(1).ofMaxSize(20);
    }

    @Provide
    Arbitrary<Integer> rooms() {
        return Arbitraries.integers().between(0, 16);
    }

    private static List<String> decoded(String bytes, List<Integer> cuts) {
        EmbeddedChannel channel = new EmbeddedChannel(new ChunkBoundaryDecoder(8192, 16384));
        List<String> chunks = new ArrayList<>();
        StringBuilder chunk = new StringBuilder();
        int at = 0;
        for (int i = 0; at < bytes.length(); i++) {
            int end = Math.min(bytes.length(), at + cuts.get(i % cuts.size()));
            channel.writeInbound(Unpooled.copiedBuffer(bytes.substring(at, end), StandardCharsets.ISO_8859_1));
            for (Object message = channel.readInbound(); message != null; message = channel.readInbound()) {
                if (message instanceof HttpContent content) {
                    chunk.append(content.content().toString(StandardCharsets.ISO_8859_1));
                }
                if (message instanceof ChunkEnd) {
                    chunks.add(chunk.toString());
                    chunk.setLength(0);
                }
                if (message instanceof LastHttpContent last) {
                    assertEquals("", chunk.toString());
                    assertEquals(true, last.decoderResult().isSuccess());
                }
                ReferenceCountUtil.release(message);
            }
            at = end;
        }
        channel.finishAndReleaseAll();
        return chunks;
    }
}
