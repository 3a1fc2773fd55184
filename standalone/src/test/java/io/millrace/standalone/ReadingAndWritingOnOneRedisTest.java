package io.millrace.standalone;

import org.junit.jupiter.api.extension.RegisterExtension;

/** Reading and writing over one Redis. */
final class ReadingAndWritingOnOneRedisTest extends ReadingAndWriting {

    @RegisterExtension
    static final Millrace MILLRACE = Millrace.onOneRedis();

    @Override
    Millrace millrace() {
        return MILLRACE;
    }
}
