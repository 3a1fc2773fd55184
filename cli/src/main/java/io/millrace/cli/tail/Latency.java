package io.millrace.cli.tail;

import io.netty.buffer.ByteBuf;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How long ago a chunk was made, where it says so itself. */
final class Latency {

    /** The stamp of {@code ./millrace bench}: this word, the chunk's number, when it was written, when it was due. */
    private static final long STAMP = 0x4d494c4c52414345L;

    private static final int STAMP_BYTES = 32;
    private static final int WRITTEN_AT = 16;

    private static final String PRODUCER_REFERENCE = "prft";
    private static final int BOX_HEAD_BYTES = 8;
    /** Version and flags, then the track. */
    private static final int NTP_AT = 16;

    private static final int PRODUCER_REFERENCE_BYTES = 28;
    /** From 1900, NTP's beginning, to 1970. */
    private static final long NTP_TO_UNIX_SECONDS = 2_208_988_800L;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final int WORD_BITS = 32;
    private static final long WORD = 0xffff_ffffL;

    private Latency() {}

    /** When a chunk has come. */
    record Arrival(Instant time, long nanoTime) {}

    /** How a chunk is asked. */
    interface Source {
        Optional<Duration> of(ByteBuf chunk, Arrival arrival);
    }

    /** Of the stamp that a chunk begins with, by the clock of one machine. */
    static Optional<Duration> ofStamp(ByteBuf chunk, Arrival arrival) {
        int at = chunk.readerIndex();
        if (chunk.readableBytes() < STAMP_BYTES || native64(chunk, at) != STAMP) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofNanos(arrival.nanoTime() - native64(chunk, at + WRITTEN_AT)));
    }

    private static long native64(ByteBuf chunk, int at) {
        return ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? chunk.getLongLE(at) : chunk.getLong(at);
    }

    /**
     * Of the producer reference time box (ISO/IEC 14496-12, 8.16.5) among the boxes that a chunk begins with: the time of
     * the encoder's clock, in NTP's format.
     */
    static Optional<Duration> ofProducerReference(ByteBuf chunk, Arrival arrival) {
        int at = chunk.readerIndex();
        int end = chunk.writerIndex();
        while (end - at >= BOX_HEAD_BYTES) {
            long size = chunk.getUnsignedInt(at);
            String type = chunk.toString(at + Integer.BYTES, Integer.BYTES, StandardCharsets.ISO_8859_1);
            if (type.equals(PRODUCER_REFERENCE) && end - at >= PRODUCER_REFERENCE_BYTES) {
                return Optional.of(Duration.between(instant(chunk.getLong(at + NTP_AT)), arrival.time()));
            }
            if (size < BOX_HEAD_BYTES || size > end - at) {
                return Optional.empty(); // no box, or one that goes on behind the chunk
            }
            at += (int) size;
        }
        return Optional.empty();
    }

    private static Instant instant(long ntp) {
        long seconds = (ntp >>> WORD_BITS) - NTP_TO_UNIX_SECONDS;
        long nanos = ((ntp & WORD) * NANOS_PER_SECOND) >>> WORD_BITS;
        return Instant.ofEpochSecond(seconds, nanos);
    }
}
