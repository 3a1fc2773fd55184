package io.millrace.ingest;

import io.millrace.standalone.Millrace;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Uploads of a part of an object over a Redis Cluster. */
final class PatchesOnRedisClusterTest extends Patches {

    @RegisterExtension
    static final Millrace MILLRACE = Millrace.onRedisCluster();

    @Override
    Millrace millrace() {
        return MILLRACE;
    }
}
