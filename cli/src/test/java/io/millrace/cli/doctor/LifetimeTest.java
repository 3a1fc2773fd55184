package io.millrace.cli.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.cli.http.AnswerHead;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpVersion;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long a shared cache may serve an answer. */
class LifetimeTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "public, max-age=60;;60",
                "public, max-age=60, s-maxage=5;;5",
                "max-age=1, stale-while-revalidate=4;;5",
                "max-age=\"7\";;7",
                "no-store;;0",
                "private, max-age=60;;0",
                "no-cache;max-age=2;2",
                "max-age=3;no-store;3",
                ";;0",
                "public, min-age=60;;0"
            })
    void itIsWhatTheHeadersTell(String all, String cdn, long seconds) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        if (all != null) {
            headers.add("cache-control", all);
        }
        if (cdn != null) {
            headers.add("CDN-Cache-Control", cdn);
        }
        assertEquals(
                seconds,
                Lifetime.of(new AnswerHead(200, HttpVersion.HTTP_1_1, headers)).toSeconds());
    }
}
