package io.millrace.chunklog;

import io.millrace.standalone.Millrace;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Completions over a Redis Cluster. */
final class CompletionsOnRedisClusterTest extends Completions {

    @RegisterExtension
    static final Millrace MILLRACE = Millrace.onRedisCluster();

    @Override
    Millrace millrace() {
        return MILLRACE;
    }
}
