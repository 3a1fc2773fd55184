package io.millrace.chunklog;

import io.millrace.standalone.Millrace;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Directories over a Redis Cluster. */
final class DirectoriesOnRedisClusterTest extends Directories {

    @RegisterExtension
    static final Millrace MILLRACE = Millrace.onRedisCluster();

    @Override
    Millrace millrace() {
        return MILLRACE;
    }
}
