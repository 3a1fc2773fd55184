package io.millrace.shaper;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ShaperSettingsTest {

    @Test
    void certificatesForAnEdgeWithoutTlsAreRefused() {
        Optional<Path> ca = Optional.of(Path.of("ca.crt"));
        assertDoesNotThrow(() -> ShaperSettings.checkEdge(URI.create("https://edge:8443"), ca));
        InvalidShaperException refused = assertThrows(
                InvalidShaperException.class, () -> ShaperSettings.checkEdge(URI.create("http://edge:8081"), ca));
        assertEquals(
                "MILLRACE_SHAPER_EDGE_CA is set, and the edge is http://edge:8081, which is without TLS: write https://"
                        + " in MILLRACE_SHAPER_EDGE, or leave it out",
                refused.getMessage());
    }
}
