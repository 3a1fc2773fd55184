package io.millrace.cli.tail;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.cli.tail.Latency.Arrival;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When a chunk was made, by its own word. */
class LatencyTest {

    private static final Instant MADE = Instant.parse("2026-01-01T00:00:00.250Z");
    private static final long NTP_OF_1970 = 2_208_988_800L;

    @Test
    void aProducerReferenceTimeMayStandBehindOtherBoxes() {
        ByteBuf chunk = Unpooled.buffer();
        box(chunk, "styp", 4);
        box(chunk, "prft", 0);
        chunk.setInt(12, 28).writeInt(1 << 24).writeInt(1);
        chunk.writeInt((int) (MADE.getEpochSecond() + NTP_OF_1970))
                .writeInt(1 << 30)
                .writeLong(0);
        box(chunk, "moof", 8);
        Arrival arrival = new Arrival(MADE.plusMillis(40), 0);
        assertEquals(Optional.of(Duration.ofMillis(40)), Latency.ofProducerReference(chunk, arrival));
    }

    @Test
    void whereThereIsNoneNothingIsKnown() {
        ByteBuf moof = Unpooled.buffer();
        box(moof, "moof", 8);
        ByteBuf text = Unpooled.copiedBuffer("no boxes at all, but long enough", StandardCharsets.UTF_8);
        Arrival arrival = new Arrival(MADE, 0);
        assertEquals(Optional.empty(), Latency.ofProducerReference(moof, arrival));
        assertEquals(Optional.empty(), Latency.ofProducerReference(text, arrival));
        assertEquals(Optional.empty(), Latency.ofProducerReference(Unpooled.EMPTY_BUFFER, arrival));
        assertEquals(Optional.empty(), Latency.ofStamp(text, arrival));
        assertEquals(Optional.empty(), Latency.ofStamp(Unpooled.EMPTY_BUFFER, arrival));
    }

    @Test
    void aStampOfTheBenchTellsTheNanosecond() {
        ByteBuffer stamp = ByteBuffer.allocate(32).order(ByteOrder.nativeOrder());
        stamp.putLong(0x4d494c4c52414345L)
                .putLong(7)
                .putLong(1_000)
                .putLong(900)
                .flip();
        assertEquals(
                Optional.of(Duration.ofNanos(500)),
                Latency.ofStamp(Unpooled.wrappedBuffer(stamp), new Arrival(MADE, 1_500)));
    }

    private static void box(ByteBuf to, String type, int payload) {
        to.writeInt(8 + payload).writeCharSequence(type, StandardCharsets.US_ASCII);
        to.writeZero(payload);
    }
}
