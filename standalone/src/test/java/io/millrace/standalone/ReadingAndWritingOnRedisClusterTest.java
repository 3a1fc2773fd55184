package io.millrace.standalone;

import org.junit.jupiter.api.extension.RegisterExtension;

/** Reading and writing over a Redis Cluster. */
final class ReadingAndWritingOnRedisClusterTest extends ReadingAndWriting {

    @RegisterExtension
    static final Millrace MILLRACE = Millrace.onRedisCluster();

    @Override
    Millrace millrace() {
        return MILLRACE;
    }
}
