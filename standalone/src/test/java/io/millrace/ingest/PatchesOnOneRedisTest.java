package io.millrace.ingest;

import io.millrace.standalone.Millrace;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Uploads of a part of an object over one Redis. */
final class PatchesOnOneRedisTest extends Patches {

    @RegisterExtension
    static final Millrace MILLRACE = Millrace.onOneRedis();

    @Override
    Millrace millrace() {
        return MILLRACE;
    }
}
