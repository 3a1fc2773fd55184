package io.millrace.chunklog;

import io.millrace.standalone.Millrace;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Directories over one Redis. */
final class DirectoriesOnOneRedisTest extends Directories {

    @RegisterExtension
    static final Millrace MILLRACE = Millrace.onOneRedis();

    @Override
    Millrace millrace() {
        return MILLRACE;
    }
}
