package io.millrace.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class ChunkAssemblerTest {

    private final InFlightBytes inFlight = new InFlightBytes(0);
    private final ChunkAssembler assembler = new ChunkAssembler(inFlight);

    @Test
    void theSizeIsThatOfAllPieces() {
        assertEquals(0, assembler.size());
        assembler.add(piece("hel"));
        assembler.add(piece("lo"));
        assertEquals(5, assembler.size());
    }

    @Test
    void thePiecesAreJoinedInTheirOrder() {
        assembler.add(piece("he"));
        assembler.add(piece("l"));
        assembler.add(piece("lo"));
        assertEquals("hello", text(assembler.take()));
    }

    @Test
    void onlyWhatIsReadableOfAPieceCounts() {
        assembler.add(piece("xhel").skipBytes(1));
        assembler.add(piece("lo"));
        assertEquals(5, assembler.size());
        assertEquals("hello", text(assembler.take()));
    }

    @Test
    void thePiecesAreNotCopied() {
        ByteBuf first = piece("hel");
        assembler.add(first);
        assembler.add(piece("lo"));
        ByteBuf chunk = assembler.take();
        first.setByte(0, 'c');
        assertEquals("cello", text(chunk));
    }

    @Test
    void whoReleasesTheChunkReleasesItsPieces() {
        ByteBuf first = piece("hel");
        ByteBuf second = piece("lo");
        assembler.add(first);
        assembler.add(second);
        assembler.take().release();
        assertEquals(0, first.refCnt());
        assertEquals(0, second.refCnt());
    }

    @Test
    void theNextChunkStartsAnew() {
        assembler.add(piece("hello"));
        assembler.take();
        assertEquals(0, assembler.size());
        assembler.add(piece("world"));
        assertEquals("world", text(assembler.take()));
    }

    @Test
    void whatWasTakenIsNotReleasedAgain() {
        ByteBuf piece = piece("hello");
        assembler.add(piece);
        assembler.take();
        assembler.release();
        assertEquals(1, piece.refCnt());
    }

    @Test
    void aChunkThatIsGivenUpIsReleased() {
        ByteBuf first = piece("hel");
        ByteBuf second = piece("lo");
        assembler.add(first);
        assembler.add(second);
        assembler.release();
        assertEquals(0, first.refCnt());
        assertEquals(0, second.refCnt());
        assertEquals(0, assembler.size());
    }

    @Test
    void whatIsTakenInIsInFlightUntilTheStoreGivesTheChunkBack() {
        assembler.add(piece("hel"));
        assembler.add(piece("lo"));
        assertEquals(5, inFlight.now());
        ByteBuf chunk = assembler.take();
        assertEquals(5, inFlight.now());
        chunk.retain().release();
        assertEquals(5, inFlight.now());
        chunk.release();
        assertEquals(0, inFlight.now());
    }

    @Test
    void whatWasReadOfAChunkIsInFlightAsLongAsTheRest() {
        assembler.add(piece("hello"));
        ByteBuf chunk = assembler.take();
        chunk.skipBytes(3);
        chunk.release();
        assertEquals(0, inFlight.now());
    }

    @Test
    void whatIsGivenUpIsNotInFlightAnyMore() {
        assembler.add(piece("hello"));
        assembler.release();
        assertEquals(0, inFlight.now());
    }

    @Test
    void nothingCantBeTaken() {
        assertThrows(NoSuchElementException.class, assembler::take);
    }

    private static ByteBuf piece(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
    }

    private static String text(ByteBuf bytes) {
        return bytes.toString(StandardCharsets.US_ASCII);
    }
}
