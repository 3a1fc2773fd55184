package io.millrace.chunklog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.millrace.standalone.Millrace;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Reads of a log while Redis stands still: they fail in time and can be done again. */
final class ReadsOfASlowRedisTest extends Uploads {

    @RegisterExtension
    static final Millrace MILLRACE = Millrace.onItsOwn(Map.of("millrace.redis.timeout", "500ms"));

    @Override
    Millrace millrace() {
        return MILLRACE;
    }

    @Test
    void neitherAPageNorALengthIsWaitedForLongerThanACommandMayTake() throws Exception {
        long generation = put("a.ts").object().generation();
        MILLRACE.backing().redisProcess().pause();
        try {
            List<CompletionStage<?>> reads =
                    List.of(log().read(path("a.ts"), generation, 0, 1), log().storedBytes(path("a.ts"), generation));
            for (CompletionStage<?> read : reads) {
                assertInstanceOf(
                        TimeoutException.class,
                        assertThrows(ExecutionException.class, () -> get(read)).getCause());
            }
        } finally {
            MILLRACE.backing().redisProcess().resume();
        }
        assertEquals(5, get(log().storedBytes(path("a.ts"), generation)));
    }
}
