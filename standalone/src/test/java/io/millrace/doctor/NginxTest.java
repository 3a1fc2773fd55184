package io.millrace.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.standalone.Millrace;
import java.net.URI;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** {@code millrace doctor} where nginx is in the way. */
class NginxTest {

    private static final String STREAMING_IN =
            "proxy_http_version 1.1; proxy_request_buffering off; client_max_body_size 0;";
    private static final String STREAMING_OUT = "proxy_http_version 1.1; proxy_buffering off;";

    @RegisterExtension
    private static final Millrace MILLRACE = Millrace.onOneRedis();

    @TempDir
    private Path directory;

    private Nginx nginx(String http, String in, String out) throws Exception {
        return new Nginx(MILLRACE, directory, http, in, out);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void asItIsInstalledItHoldsUploadsBackAndRefusesLargeOnes() throws Exception {
        try (Nginx nginx = nginx("", "", "")) {
            Doctor doctor = Doctor.looks(nginx.in("/doctor/"), MILLRACE.edge("/doctor/"));
            doctor.finds("request-buffering", "body-limit");
            assertTrue(doctor.evidence("request-buffering").contains("held back until it is whole"), doctor::toString);
            assertTrue(doctor.evidence("body-limit").contains("the server answered 413"), doctor::toString);
            assertEquals(Set.of("nginx", "ingress-nginx"), doctor.settings("request-buffering"));
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void asItIsInstalledItHoldsResponsesBack() throws Exception {
        try (Nginx nginx = nginx("", "", "")) {
            Doctor doctor = Doctor.looks(MILLRACE.ingest("/doctor/"), nginx.out("/doctor/"));
            doctor.finds("response-buffering");
            assertTrue(doctor.evidence("response-buffering").contains("4,096 bytes"), doctor::toString);
            assertEquals(Set.of("nginx", "ingress-nginx"), doctor.settings("response-buffering"));
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void withTheSettingsOfThePageNothingIsFound() throws Exception {
        PageSettings page = PageSettings.of("nginx");
        String in = page.statements("request-buffering", "request-silence", "body-limit");
        String out = page.statements("response-buffering", "response-silence", "aborted-response");
        assertTrue(in.contains("proxy_request_buffering off"), in);
        assertTrue(out.contains("proxy_buffering off"), out);
        try (Nginx nginx = nginx("", in, out)) {
            Doctor.looks(nginx.in("/doctor/"), nginx.out("/doctor/")).findsNothing();
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void compressionOfSegmentsIsFound() throws Exception {
        String gzip = "gzip on; gzip_types *; gzip_min_length 0; gzip_proxied any;";
        try (Nginx nginx = nginx("", "", STREAMING_OUT + gzip)) {
            Doctor.looks(MILLRACE.ingest("/doctor/"), nginx.out("/doctor/")).finds("content-coding");
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void headersThatAreAddedAreFound() throws Exception {
        try (Nginx nginx = nginx("", "", STREAMING_OUT + "expires 1h; proxy_hide_header ETag;")) {
            Doctor.looks(MILLRACE.ingest("/doctor/"), nginx.out("/doctor/")).finds("cache-control", "entity-tag");
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aCacheThatKeepsWhatItMayIsNoFault() throws Exception {
        try (Nginx nginx =
                nginx("proxy_cache_path {files}/cache keys_zone=c:1m;", "", "proxy_http_version 1.1; proxy_cache c;")) {
            Doctor doctor = Doctor.looks(MILLRACE.ingest("/doctor/"), nginx.out("/doctor/"));
            assertEquals(Set.of(), caching(doctor.with("problem")), doctor::toString);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aCacheThatKeepsWhatItMayNotIsFound() throws Exception {
        String keeping = "proxy_cache c; proxy_ignore_headers Cache-Control; proxy_cache_valid any 1m;";
        try (Nginx nginx =
                nginx("proxy_cache_path {files}/cache keys_zone=c:1m;", "", "proxy_http_version 1.1;" + keeping)) {
            Doctor doctor = Doctor.looks(MILLRACE.ingest("/doctor/"), nginx.out("/doctor/"));
            assertEquals(
                    Set.of("absence-caching", "deletion-caching", "playlist-caching"),
                    caching(doctor.with("problem")),
                    doctor::toString);
            assertTrue(
                    doctor.evidence("playlist-caching").contains("the edge itself has the new one"), doctor::toString);
        }
    }

    private static Set<String> caching(Set<String> checks) {
        checks.removeIf(check -> !check.endsWith("-caching"));
        return checks;
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aSilentUploadThatIsCutIsFoundOnTheWayIn() throws Exception {
        try (Nginx nginx = nginx("", STREAMING_IN + "client_body_timeout 2s;", "")) {
            looksForASilence(nginx.in("/doctor/"), MILLRACE.edge("/doctor/"), "request-silence");
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aSilentResponseThatIsCutIsFoundOnTheWayOut() throws Exception {
        try (Nginx nginx = nginx("", "", STREAMING_OUT + "proxy_read_timeout 2s;")) {
            looksForASilence(MILLRACE.ingest("/doctor/"), nginx.out("/doctor/"), "response-silence");
        }
    }

    private static void looksForASilence(URI in, URI out, String check) {
        Doctor doctor = Doctor.looks(in, out, "--pause", "6s");
        doctor.finds(check);
        assertTrue(doctor.evidence(check).contains(" in silence was cut after "), doctor::toString);
    }
}
