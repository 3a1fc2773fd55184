package io.millrace.shaper.body;

import com.google.protobuf.Duration;
import java.util.concurrent.TimeUnit;

/** The API's times, as nanoseconds. */
final class ProtoTime {

    private ProtoTime() {}

    static long nanos(Duration duration) {
        return TimeUnit.SECONDS.toNanos(duration.getSeconds()) + duration.getNanos();
    }

    static java.time.Duration duration(Duration duration) {
        return java.time.Duration.ofSeconds(duration.getSeconds(), duration.getNanos());
    }
}
