package io.millrace.bench;

import java.time.Duration;

/**
 * What is done to a server in one run.
 *
 * @param kind how objects are read
 * @param channels uploads at the same time, each by an encoder of its own
 * @param readers how many read each channel; for {@link Kind#REQUESTS} connections in all
 * @param chunkBytes bytes of a chunk
 * @param chunks chunks of an object
 * @param interval time between two chunks of a channel; zero for as fast as the server takes them
 * @param objects objects of a channel, one after the other
 * @param duration how long {@link Kind#REQUESTS} go on
 */
record Load(
        Kind kind,
        int channels,
        int readers,
        int chunkBytes,
        int chunks,
        Duration interval,
        int objects,
        Duration duration) {

    enum Kind {
        /** Readers follow one object while it grows. */
        TAIL,
        /** Readers ask for the next object before it is there. */
        SEGMENTS,
        /** Readers take a finished object over and over. */
        REQUESTS,
        /** Nobody reads. */
        UPLOAD
    }

    private static final Duration SELDOM = Duration.ofSeconds(1);

    /** Whether so little is done that collecting a server's garbage disturbs nothing. */
    boolean seldom() {
        return interval.compareTo(SELDOM) >= 0;
    }

    static Load tail(int channels, int readers, int chunkBytes, int chunks, Duration interval) {
        return new Load(Kind.TAIL, channels, readers, chunkBytes, chunks, interval, 1, Duration.ZERO);
    }

    static Load segments(int readers, int chunkBytes, int chunks, Duration interval, int objects) {
        return new Load(Kind.SEGMENTS, 1, readers, chunkBytes, chunks, interval, objects, Duration.ZERO);
    }

    static Load requests(int connections, int chunkBytes, int chunks, Duration duration) {
        return new Load(Kind.REQUESTS, 1, connections, chunkBytes, chunks, Duration.ZERO, 1, duration);
    }

    static Load upload(int chunkBytes, int chunks) {
        return new Load(Kind.UPLOAD, 1, 0, chunkBytes, chunks, Duration.ZERO, 1, Duration.ZERO);
    }

    int allReaders() {
        return channels * readers;
    }

    long objectBytes() {
        return (long) chunkBytes * chunks;
    }

    /** How long it takes if nothing is late. */
    Duration planned() {
        return interval.multipliedBy((long) chunks * objects).plus(duration);
    }

    /** The same with fewer chunks, objects and readers, and shorter: to see that it works. */
    Load shortened() {
        return new Load(
                kind,
                channels,
                Math.min(readers, 50),
                chunkBytes,
                Math.min(chunks, kind == Kind.SEGMENTS ? 15 : 60),
                interval,
                Math.min(objects, 3),
                duration.isZero() ? duration : Duration.ofSeconds(1));
    }

    /** About as much work in less time, for compilers and buffers to settle. */
    Load warmUp() {
        return interval.isZero()
                ? this
                : new Load(
                        kind,
                        channels,
                        Math.min(readers, 200),
                        chunkBytes,
                        chunks,
                        interval.dividedBy(4),
                        objects,
                        duration);
    }
}
