package io.millrace.shaper.session;

import io.millrace.shaper.memory.ManifestMemory;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a session's manifests were at earlier times, as far as some memory goes: of each manifest the first version,
 * and, where a rule may ask for them, the newest ones. What all sessions may remember is bounded by the memory, which is also
 * the lock; what it drops is as if it had never come. Thread-safe; one a session.
 */
public final class ManifestVersions {

    private static final int MOST_MANIFESTS = 16;
    /** A longer one is kept only where a rule may ask for it. */
    private static final int MOST_FIRST_CHARACTERS = 64 << 10;

    private static final int MOST_VERSIONS = 64;
    private static final int MOST_CHARACTERS = 512 << 10;

    /** What a version takes besides its text, about: what leads to it, with its share of the manifest's URL. */
    private static final long OTHER_BYTES = 512;

    private static final char LAST_OF_ONE_BYTE = 0xFF;

    private final ManifestMemory memory;
    private final Map<URI, Versions> byManifest = new LinkedHashMap<>();
    /** The session is; what its responses in progress still bring would be given back by nobody. */
    private boolean over;

    /** One text; kept as the first, as one of the newest, or as both. */
    private final class Version implements ManifestMemory.Kept {

        private final URI manifest;
        private final long nanos;
        private final String text;
        private final long bytes;

        private Version(URI manifest, long nanos, String text) {
            this.manifest = manifest;
            this.nanos = nanos;
            this.text = text;
            boolean wide = text.chars().anyMatch(character -> character > LAST_OF_ONE_BYTE);
            this.bytes = OTHER_BYTES + (wide ? 2L : 1L) * text.length();
        }

        @Override
        public long bytes() {
            return bytes;
        }

        @Override
        public void dropped() {
            Versions versions = byManifest.get(manifest);
            versions.drop(this);
            if (versions.isEmpty()) {
                byManifest.remove(manifest);
            }
        }
    }

    private final class Versions {

        /** Null once it was dropped. */
        private Version first;

        private final Deque<Version> newest = new ArrayDeque<>();
        private int characters;

        private void add(Version version) {
            newest.addLast(version);
            characters += version.text.length();
            while (newest.size() > 1 && (newest.size() > MOST_VERSIONS || characters > MOST_CHARACTERS)) {
                Version oldest = newest.removeFirst();
                characters -= oldest.text.length();
                if (oldest != first) {
                    memory.release(oldest);
                }
            }
        }

        private boolean isNewest(String text) {
            return !newest.isEmpty() && newest.getLast().text.equals(text);
        }

        private void drop(Version version) {
            first = first == version ? null : first;
            if (newest.remove(version)) {
                characters -= version.text.length();
            }
        }

        private boolean isEmpty() {
            return first == null && newest.isEmpty();
        }

        private Version oldest() {
            return first == null ? newest.getFirst() : first;
        }

        /** The newest that is old enough, or the oldest that there is. */
        private Version at(long nanos) {
            Version found = newest.isEmpty() ? first : newest.getFirst();
            for (Version version : newest) {
                if (version.nanos - nanos > 0) {
                    break;
                }
                found = version;
            }
            return found;
        }
    }

    /** @param memory for the versions of all sessions */
    ManifestVersions(ManifestMemory memory) {
        this.memory = memory;
    }

    /**
     * Takes note of a manifest, if there is room, and the session is not over.
     *
     * @param nanos when it came, by {@link System#nanoTime}
     * @param wanted whether a rule may ask for older ones
     */
    public void add(URI manifest, String text, long nanos, boolean wanted) {
        synchronized (memory) {
            Versions known = byManifest.get(manifest);
            boolean isFirst = known == null
                    && byManifest.size() < MOST_MANIFESTS
                    && (wanted || text.length() <= MOST_FIRST_CHARACTERS);
            boolean isNew = known != null && wanted && !known.isNewest(text);
            if (over || (!isFirst && !isNew)) {
                return;
            }
            Version version = new Version(manifest, nanos, text);
            if (!memory.keep(version)) {
                return;
            }
            // What made room may have been all that there was of it.
            Versions versions = byManifest.computeIfAbsent(manifest, unknown -> new Versions());
            if (isFirst || versions.isEmpty()) {
                versions.first = version;
            }
            if (wanted) {
                versions.add(
                        version); // what came while nobody wanted them is missing, and no reason to go back further
            }
        }
    }

    /** What it was some time ago, or the oldest version that is known; nothing where none is. */
    public Optional<String> before(URI manifest, Duration age, long nanos) {
        synchronized (memory) {
            return Optional.ofNullable(byManifest.get(manifest))
                    .map(versions -> text(versions.at(nanos - age.toNanos())));
        }
    }

    /** What it was when the session first asked for it, or the oldest version that is left. */
    public Optional<String> first(URI manifest) {
        synchronized (memory) {
            return Optional.ofNullable(byManifest.get(manifest)).map(versions -> text(versions.oldest()));
        }
    }

    /** The session is over: its versions are wanted no more. */
    void clear() {
        synchronized (memory) {
            over = true;
            for (Versions versions : byManifest.values()) {
                if (versions.first != null) {
                    memory.release(versions.first);
                }
                versions.newest.forEach(memory::release);
            }
            byManifest.clear();
        }
    }

    private String text(Version version) {
        memory.used(version);
        return version.text;
    }
}
