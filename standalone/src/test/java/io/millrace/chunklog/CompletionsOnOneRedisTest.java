package io.millrace.chunklog;

import io.millrace.standalone.Millrace;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Completions over one Redis. */
final class CompletionsOnOneRedisTest extends Completions {

    @RegisterExtension
    static final Millrace MILLRACE = Millrace.onOneRedis();

    @Override
    Millrace millrace() {
        return MILLRACE;
    }
}
