package io.millrace.shaper.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ManifestVersionsTest {

    private static final URI URL = URI.create("http://edge/live/a.m3u8");
    private static final long SECOND = 1_000_000_000L;

    private final ManifestVersions versions = new ManifestVersions();

    @Test
    void nothingIsKnownOfWhatNobodyAskedFor() {
        assertEquals(Optional.empty(), versions.first(URL));
        assertEquals(Optional.empty(), versions.before(URL, Duration.ZERO, 0));
    }

    @Test
    void whatItWasSomeTimeAgoIsTheNewestOfThatTime() {
        versions.add(URL, "a", 1 * SECOND, true);
        versions.add(URL, "b", 3 * SECOND, true);
        versions.add(URL, "c", 5 * SECOND, true);
        assertEquals(Optional.of("b"), versions.before(URL, Duration.ofSeconds(2), 6 * SECOND));
        assertEquals(Optional.of("c"), versions.before(URL, Duration.ofSeconds(1), 6 * SECOND));
    }

    @Test
    void itIsAsOldAsThereIsWhereNothingIsOldEnough() {
        versions.add(URL, "a", 1 * SECOND, true);
        versions.add(URL, "b", 2 * SECOND, true);
        assertEquals(Optional.of("a"), versions.before(URL, Duration.ofMinutes(1), 2 * SECOND));
    }

    @Test
    void whatHasNotChangedIsOfWhenItCameFirst() {
        versions.add(URL, "a", 1 * SECOND, true);
        versions.add(URL, "b", 2 * SECOND, true);
        versions.add(URL, "b", 9 * SECOND, true);
        assertEquals(Optional.of("b"), versions.before(URL, Duration.ofSeconds(5), 9 * SECOND));
    }

    @Test
    void theFirstIsKeptHoweverManyFollow() {
        for (int i = 0; i < 1_000; i++) {
            versions.add(URL, "version " + i, i * SECOND, true);
        }
        assertEquals(Optional.of("version 0"), versions.first(URL));
        assertEquals(Optional.of("version 999"), versions.before(URL, Duration.ZERO, 1_000 * SECOND));
        assertEquals(Optional.of("version 936"), versions.before(URL, Duration.ofHours(1), 1_000 * SECOND));
    }

    @Test
    void ofWhatNoRuleAsksForOnlyTheFirstIsKept() {
        versions.add(URL, "a", 1 * SECOND, false);
        versions.add(URL, "b", 2 * SECOND, false);
        assertEquals(Optional.of("a"), versions.first(URL));
        assertEquals(Optional.of("a"), versions.before(URL, Duration.ZERO, 3 * SECOND));
    }
}
