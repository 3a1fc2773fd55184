package io.millrace.chunklog;

import java.time.Duration;

/** How long a test's log keeps what: minutes, but for what the test asks for. */
record TestRetention(Duration segments, Duration playlists, Duration replaced, int windowObjects)
        implements ChunkLogConfig.Retention {

    private static final Duration LONG = Duration.ofMinutes(10);

    /** So many segments a directory. */
    static TestRetention window(int objects) {
        return new TestRetention(LONG, LONG, LONG, objects);
    }

    /** Segments live for a moment only. */
    static TestRetention shortSegments() {
        return new TestRetention(Duration.ofMillis(1), LONG, LONG, 0);
    }

    /** Everything lives for a moment only, and is forgotten a moment later. */
    static TestRetention shortLives() {
        return new TestRetention(Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofMillis(1), 0);
    }

    /** Segments live for a moment only, and are forgotten half a second later. */
    static TestRetention shortMemory() {
        return new TestRetention(Duration.ofMillis(1), Duration.ofMillis(500), Duration.ofMillis(1), 0);
    }

    /** A log that is kept so, in the same Redis as another's configuration tells of. */
    ChunkLog connect(ChunkLogConfig other) {
        return ChunkLog.connect(new ChunkLogConfig() {
            @Override
            public Redis redis() {
                return other.redis();
            }

            @Override
            public Kafka kafka() {
                return other.kafka();
            }

            @Override
            public Retention retention() {
                return TestRetention.this;
            }
        });
    }

    @Override
    public long windowBytes() {
        return 0;
    }

    @Override
    public Duration lease() {
        return Duration.ofSeconds(30);
    }
}
