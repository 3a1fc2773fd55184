package io.millrace.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.standalone.Millrace;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** {@code millrace doctor} where HAProxy is in the way. */
class HaproxyTest {

    private static final List<String> PATIENT = List.of("timeout client 1h", "timeout server 1h");
    private static final List<String> SHORT = List.of("timeout client 2s", "timeout server 2s", "option http-no-delay");

    @RegisterExtension
    private static final Millrace MILLRACE = Millrace.onOneRedis();

    @TempDir
    private Path directory;

    private Haproxy haproxy(List<String> in, List<String> out) throws Exception {
        return new Haproxy(MILLRACE, directory, in, out);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void smallChunksThatWaitForFullPacketsAreFound() throws Exception {
        try (Haproxy haproxy = haproxy(PATIENT, PATIENT)) {
            Doctor doctor = Doctor.looks(haproxy.in("/doctor/"), haproxy.out("/doctor/"));
            doctor.finds("request-buffering", "response-buffering");
            assertTrue(doctor.evidence("request-buffering").contains("held back for a time"), doctor::toString);
            assertTrue(doctor.settings("request-buffering").contains("haproxy"), doctor::toString);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void withTheSettingsOfThePageNothingIsFound() throws Exception {
        PageSettings page = PageSettings.of("HAProxy");
        List<String> in = page.lines("request-buffering", "request-silence");
        List<String> out = page.lines("response-buffering", "response-silence");
        assertEquals(Set.of("option http-no-delay", "timeout client 1h", "timeout server 1h"), Set.copyOf(in));
        assertEquals(Set.copyOf(in), Set.copyOf(out));
        try (Haproxy haproxy = haproxy(in, out)) {
            Doctor.looks(haproxy.in("/doctor/"), haproxy.out("/doctor/")).findsNothing();
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aRequestBufferIsFoundWithItsSize() throws Exception {
        List<String> buffering =
                List.of("timeout client 1h", "timeout server 1h", "option http-no-delay", "option http-buffer-request");
        try (Haproxy haproxy = haproxy(buffering, PATIENT)) {
            Doctor doctor = Doctor.looks(haproxy.in("/doctor/"), MILLRACE.edge("/doctor/"));
            doctor.finds("request-buffering");
            assertEquals(
                    "the request is held back until about 16,384 bytes of it have come; what followed passed",
                    doctor.evidence("request-buffering"));
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aSilentUploadThatIsCutIsFoundOnTheWayIn() throws Exception {
        try (Haproxy haproxy = haproxy(SHORT, PATIENT)) {
            Doctor doctor = Doctor.looks(haproxy.in("/doctor/"), MILLRACE.edge("/doctor/"), "--pause", "6s");
            doctor.finds("request-silence");
            assertEquals(Set.of("haproxy"), doctor.settings("request-silence"), doctor::toString);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aSilentResponseThatIsCutIsFoundOnTheWayOut() throws Exception {
        try (Haproxy haproxy = haproxy(PATIENT, SHORT)) {
            Doctor.looks(MILLRACE.ingest("/doctor/"), haproxy.out("/doctor/"), "--pause", "6s")
                    .finds("response-silence");
        }
    }
}
