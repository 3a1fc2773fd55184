package io.millrace.shaper.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shaper.memory.ManifestMemory;
import io.millrace.shaper.memory.ManifestShare;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ManifestVersionsTest {

    private static final URI URL = URI.create("http://edge/live/a.m3u8");
    private static final long SECOND = 1_000_000_000L;

    private static final int MEMORY_BYTES = 100_000;
    /** With what leads to it a version of these takes a tenth of the memory, and a little less. */
    private static final String LONG = "a".repeat(9_400);

    private final ManifestMemory memory = new ManifestMemory(MEMORY_BYTES);
    private final ManifestVersions versions = new ManifestVersions(memory);

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

    @Test
    void allSessionsTogetherTakeNoMoreThanTheMemory() {
        List<ManifestVersions> sessions = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            ManifestVersions session = new ManifestVersions(memory);
            session.add(URL, LONG + i, i, false);
            sessions.add(session);
            assertTrue(memory.bytes() <= MEMORY_BYTES);
        }
        for (int i = 0; i < 100; i++) {
            assertEquals(
                    i < 90 ? Optional.empty() : Optional.of(LONG + i),
                    sessions.get(i).first(URL));
        }
    }

    @Test
    void whatWasNotUsedForLongestMakesRoom() {
        versions.add(URL, "first", 0, false);
        ManifestVersions unused = new ManifestVersions(memory);
        unused.add(URL, "unused", 0, false);
        for (int i = 0; i < 20; i++) {
            assertEquals(Optional.of("first"), versions.first(URL));
            new ManifestVersions(memory).add(URL, LONG + i, i, false);
        }
        assertEquals(Optional.empty(), unused.first(URL));
    }

    @Test
    void aManifestWhoseFirstVersionIsGoneIsTheOldestThatIsLeft() {
        for (int i = 0; i < 20; i++) {
            versions.add(URL, LONG + (char) ('a' + i), i * SECOND, true);
        }
        assertEquals(Optional.of(LONG + 'k'), versions.first(URL));
        assertEquals(Optional.of(LONG + 'k'), versions.before(URL, Duration.ofHours(1), 20 * SECOND));
        assertEquals(Optional.of(LONG + 't'), versions.before(URL, Duration.ZERO, 20 * SECOND));
    }

    @Test
    void manifestsOnTheirWayTakeThePlaceOfWhatIsKeptAndNothingTakesTheirs() {
        versions.add(URL, LONG, 0, true);
        ManifestShare share = memory.share();
        assertTrue(share.resize(MEMORY_BYTES));
        assertEquals(Optional.empty(), versions.first(URL));
        versions.add(URL, "a", 1, true);
        assertEquals(Optional.empty(), versions.first(URL));
        assertFalse(memory.share().resize(1));
        share.release();
        versions.add(URL, "b", 2, true);
        assertEquals(Optional.of("b"), versions.first(URL));
    }

    @Test
    void aSessionThatIsOverTakesNothing() {
        for (int i = 0; i < 100; i++) {
            versions.add(URI.create("http://edge/" + i % 20), "version " + i, i, true);
        }
        assertTrue(memory.bytes() > 0);
        versions.clear();
        assertEquals(0, memory.bytes());
    }

    /** A response of it may still be in progress. */
    @Test
    void whatComesWhenTheSessionIsOverTakesNoMemory() {
        versions.add(URL, LONG, 1 * SECOND, true);
        versions.clear();
        versions.add(URL, LONG, 2 * SECOND, true);
        assertEquals(0, memory.bytes());
        assertEquals(Optional.empty(), versions.first(URL));
    }
}
