package io.millrace.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a reader's bytes are held against: each of them by its place. */
class BodyCheckTest {

    private static final int CHUNK_BYTES = 100;
    private static final int CHUNKS = 5;
    private static final long WRITTEN = 1_000_000;
    private static final long DUE = 900_000;
    private static final long NOW = 3_000_000;

    private final Payload payload = new Payload(CHUNK_BYTES);
    private final Arrivals arrivals = new Arrivals();
    private final BodyCheck check = new BodyCheck(payload, arrivals);
    private final byte[] body = body(CHUNKS);

    @BeforeEach
    void begin() {
        check.begin(0, 0);
    }

    @Test
    void takesWhatWasSent() {
        assertTrue(take(body));
        assertEquals(body.length, check.position());
        assertEquals(CHUNKS, arrivals.chunks.getTotalCount());
    }

    @Test
    void takesItInPiecesOfAnySize() {
        for (int size = 1; size <= body.length; size++) {
            check.begin(0, 0);
            for (int from = 0; from < body.length; from += size) {
                assertTrue(take(body, from, Math.min(size, body.length - from)));
            }
            assertEquals(body.length, check.position());
        }
    }

    @Test
    void findsEveryFlippedBit() {
        for (int at = 0; at < body.length; at++) {
            if (isTime(at)) {
                continue; // any is right
            }
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                byte[] flipped = body.clone();
                flipped[at] ^= (byte) (1 << bit);
                check.begin(0, 0);
                assertFalse(take(flipped), "byte " + at + " bit " + bit);
            }
        }
    }

    @Test
    void findsEveryMissingByte() {
        for (int at = 0; at < body.length - CHUNK_BYTES; at++) {
            byte[] shorter = new byte[body.length - 1];
            System.arraycopy(body, 0, shorter, 0, at);
            System.arraycopy(body, at + 1, shorter, at, shorter.length - at);
            check.begin(0, 0);
            assertFalse(take(shorter), "without byte " + at);
        }
    }

    @Test
    void findsEveryDoubledByte() {
        for (int at = 0; at < body.length - CHUNK_BYTES; at++) {
            byte[] longer = new byte[body.length + 1];
            System.arraycopy(body, 0, longer, 0, at + 1);
            System.arraycopy(body, at, longer, at + 1, body.length - at);
            check.begin(0, 0);
            assertFalse(take(longer), "with byte " + at + " twice");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void findsChunksInTheWrongOrder(int first) {
        byte[] swapped = body.clone();
        System.arraycopy(body, (first + 1) * CHUNK_BYTES, swapped, first * CHUNK_BYTES, CHUNK_BYTES);
        System.arraycopy(body, first * CHUNK_BYTES, swapped, (first + 1) * CHUNK_BYTES, CHUNK_BYTES);
        assertFalse(take(swapped));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void findsAMissingAndADoubledChunk(int chunk) {
        byte[] without = new byte[body.length - CHUNK_BYTES];
        System.arraycopy(body, 0, without, 0, chunk * CHUNK_BYTES);
        System.arraycopy(
                body, (chunk + 1) * CHUNK_BYTES, without, chunk * CHUNK_BYTES, without.length - chunk * CHUNK_BYTES);
        assertFalse(take(without));
        byte[] twice = body.clone();
        System.arraycopy(body, chunk * CHUNK_BYTES, twice, (chunk + 1) * CHUNK_BYTES, CHUNK_BYTES);
        check.begin(0, 0);
        assertFalse(take(twice));
    }

    @Test
    void findsTheBytesOfAnotherObject() {
        check.begin(CHUNKS, 0);
        assertFalse(take(body));
    }

    @Test
    void tellsTheTimeSinceAChunkWasWrittenAndSinceItWasDue() {
        assertTrue(take(body));
        assertAbout(NOW - WRITTEN, arrivals.chunks.getMaxValue());
        assertAbout(NOW - DUE, arrivals.sinceDue.getMaxValue());
    }

    @Test
    void chunksThatWereThereBeforeTheReaderTellNoTime() {
        check.begin(0, WRITTEN);
        assertTrue(take(body));
        assertEquals(0, arrivals.chunks.getTotalCount());
    }

    @Test
    void theBeginOfALaterObjectIsATimeOfItsOwn() {
        assertTrue(take(body));
        assertEquals(0, arrivals.objects.getTotalCount());
        byte[] both = body(2 * CHUNKS);
        check.begin(CHUNKS, NOW);
        assertTrue(take(both, CHUNKS * CHUNK_BYTES, CHUNKS * CHUNK_BYTES));
        assertEquals(1, arrivals.objects.getTotalCount());
        assertAbout(NOW - WRITTEN, arrivals.objects.getMaxValue());
    }

    /** To the three digits that a histogram keeps. */
    private static void assertAbout(long expected, long actual) {
        assertEquals(expected / 2_048, actual / 2_048);
    }

    private boolean take(byte[] bytes) {
        return take(bytes, 0, bytes.length);
    }

    private boolean take(byte[] bytes, int from, int length) {
        return check.take(MemorySegment.ofArray(bytes), from, length, NOW);
    }

    /** Behind magic and number. */
    private static boolean isTime(int at) {
        int offset = at % CHUNK_BYTES;
        return offset >= 2 * Long.BYTES && offset < Payload.STAMP_BYTES;
    }

    private byte[] body(int chunks) {
        byte[] bytes = new byte[chunks * CHUNK_BYTES];
        MemorySegment stamp = MemorySegment.ofArray(new byte[Payload.STAMP_BYTES]);
        for (int chunk = 0; chunk < chunks; chunk++) {
            Payload.stamp(stamp, chunk, WRITTEN, DUE);
            MemorySegment.copy(stamp, ValueLayout.JAVA_BYTE, 0, bytes, chunk * CHUNK_BYTES, Payload.STAMP_BYTES);
            byte[] filler = payload.filler(chunk).toArray(ValueLayout.JAVA_BYTE);
            System.arraycopy(filler, 0, bytes, chunk * CHUNK_BYTES + Payload.STAMP_BYTES, filler.length);
        }
        return bytes;
    }
}
