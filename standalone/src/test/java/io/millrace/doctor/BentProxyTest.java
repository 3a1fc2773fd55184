package io.millrace.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.standalone.Millrace;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code millrace doctor} where something is in the way that does one thing wrong: that it finds, on that way, and nothing else. */
class BentProxyTest {

    @RegisterExtension
    private static final Millrace MILLRACE = Millrace.onOneRedis();

    private static Doctor in(Bend bend, String... options) {
        try (BentProxy proxy = new BentProxy(MILLRACE.ingest("/"), bend)) {
            return Doctor.looks(proxy.at("/bent/"), MILLRACE.edge("/bent/"), options);
        }
    }

    private static Doctor out(Bend bend, String... options) {
        try (BentProxy proxy = new BentProxy(MILLRACE.edge("/"), bend)) {
            return Doctor.looks(MILLRACE.ingest("/bent/"), proxy.at("/bent/"), options);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aProxyThatDoesNothingWrongIsNoFault() {
        in(Bend.NONE).findsNothing();
        out(Bend.NONE).findsNothing();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void allThatWasPutIsDeleted() {
        try (BentProxy proxy = new BentProxy(MILLRACE.ingest("/"), Bend.NONE)) {
            Doctor.looks(proxy.at("/bent/"), MILLRACE.edge("/bent/")).findsNothing();
            assertEquals(paths(proxy, "PUT "), paths(proxy, "DELETE "));
        }
    }

    private static Set<String> paths(BentProxy proxy, String method) {
        Set<String> paths = new TreeSet<>();
        proxy.requests().stream()
                .filter(request -> request.startsWith(method))
                .forEach(request -> paths.add(request.substring(method.length())));
        return paths;
    }

    @ParameterizedTest
    @CsvSource({
        "COMPLETES_UPLOADS, aborted-upload",
        "LEAVES_UPLOADS_OPEN, aborted-upload",
        "DELAYS_UPLOADS, request-buffering",
        "REFUSES_DELETE, methods",
        "REFUSES_EXPECT, expect"
    })
    @Execution(ExecutionMode.CONCURRENT)
    void onTheWayInItIsFound(Bend bend, String check) {
        in(bend).finds(check);
    }

    @ParameterizedTest
    @CsvSource({
        "COMPLETES_RESPONSES, aborted-response",
        "DELAYS_RESPONSES, response-buffering",
        "CHANGES_BYTES, bytes",
        "WEAKENS_TAGS, entity-tag",
        "CHANGES_TYPES, content-type",
        "DROPS_CACHE_CONTROL, cache-control",
        "DROPS_RANGES, ranges"
    })
    @Execution(ExecutionMode.CONCURRENT)
    void onTheWayOutItIsFound(Bend bend, String check) {
        out(bend).finds(check);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void uploadsAndResponsesThatMayNotTakeLongAreFound() {
        in(Bend.CUTS_LONG_UPLOADS, "--long", "4s", "--pause", "100ms").finds("request-duration");
        out(Bend.CUTS_LONG_RESPONSES, "--long", "4s", "--pause", "100ms").finds("response-duration");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void whoIsRedirectedIsToldWhere() {
        Doctor doctor = in(Bend.REDIRECTS);
        doctor.givesUp(1, "INGEST_URL is redirected (301) to https://elsewhere/");
        assertTrue(doctor.errors().contains("encoders do not follow"), doctor.errors());
    }
}
