package io.millrace.shaper.session;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a session's manifests were at earlier times, as far as some memory goes: of each manifest the first version,
 * and, where a rule may ask for them, the newest ones. Thread-safe; one a session.
 */
public final class ManifestVersions {

    private static final int MOST_MANIFESTS = 16;
    /** A longer one is kept only where a rule may ask for it. */
    private static final int MOST_FIRST_CHARACTERS = 64 << 10;

    private static final int MOST_VERSIONS = 64;
    private static final int MOST_CHARACTERS = 512 << 10;

    private final Map<URI, Versions> byManifest = new LinkedHashMap<>();

    private record Version(long nanos, String text) {}

    private static final class Versions {

        private final Version first;
        private final Deque<Version> newest = new ArrayDeque<>();
        private int characters;

        private Versions(Version first) {
            this.first = first;
        }

        private void add(Version version) {
            if (!newest.isEmpty() && newest.getLast().text().equals(version.text())) {
                return;
            }
            newest.addLast(version);
            characters += version.text().length();
            while (newest.size() > 1 && (newest.size() > MOST_VERSIONS || characters > MOST_CHARACTERS)) {
                characters -= newest.removeFirst().text().length();
            }
        }

        /** The newest that is old enough, or the oldest that there is. */
        private Version at(long nanos) {
            Version found = newest.isEmpty() ? first : newest.getFirst();
            for (Version version : newest) {
                if (version.nanos() - nanos > 0) {
                    break;
                }
                found = version;
            }
            return found;
        }
    }

    ManifestVersions() {}

    /**
     * Takes note of a manifest.
     *
     * @param nanos when it came, by {@link System#nanoTime}
     * @param wanted whether a rule may ask for older ones
     */
    public synchronized void add(URI manifest, String text, long nanos, boolean wanted) {
        Version version = new Version(nanos, text);
        boolean kept = byManifest.size() < MOST_MANIFESTS && (wanted || text.length() <= MOST_FIRST_CHARACTERS);
        if (kept) {
            byManifest.putIfAbsent(manifest, new Versions(version));
        }
        Versions versions = byManifest.get(manifest);
        if (versions != null && wanted) {
            versions.add(version); // what came while nobody wanted them is missing, and no reason to go back further
        }
    }

    /** What it was some time ago, or the oldest version that is known; nothing where none is. */
    public synchronized Optional<String> before(URI manifest, Duration age, long nanos) {
        return Optional.ofNullable(byManifest.get(manifest))
                .map(versions -> versions.at(nanos - age.toNanos()).text());
    }

    /** What it was when the session first asked for it. */
    public synchronized Optional<String> first(URI manifest) {
        return Optional.ofNullable(byManifest.get(manifest)).map(versions -> versions.first.text());
    }
}
