package io.millrace.shaper.memory;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/**
 * The bytes that manifests may take in a shaper's memory, over all sessions: those that are on their way to clients, and
 * older versions, which make room for them. One a process; thread-safe. It is also the lock of what is kept, so that room
 * for one session may be taken from another.
 */
public final class ManifestMemory {

    private final long mostBytes;
    private final LongAdder refused = new LongAdder();

    // What follows is guarded by this.
    private long inProgressBytes;
    private long keptBytes;
    /** What was kept or used longest ago is the first. */
    private final Set<Kept> kept = new LinkedHashSet<>();

    /** What is kept as long as there is room. Compared by identity. */
    public interface Kept {

        /** What it takes; always the same. */
        long bytes();

        /** It made room for something else. Called with the memory as a lock, of which it asks nothing then. */
        void dropped();
    }

    /**
     * Empty memory.
     *
     * @param mostBytes that all of it may take
     */
    public ManifestMemory(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** For a manifest that is on its way to a client; takes nothing yet. */
    public ManifestShare share() {
        return new ManifestShare(this);
    }

    /**
     * Keeps something, in place of what was used longest ago.
     *
     * @return whether there was room
     */
    public synchronized boolean keep(Kept one) {
        if (inProgressBytes + one.bytes() > mostBytes) {
            return false; // it would take the place of all, and not fit
        }
        makeRoom(one.bytes());
        kept.add(one);
        keptBytes += one.bytes();
        return true;
    }

    /** Something that is kept was used. */
    public synchronized void used(Kept one) {
        if (kept.remove(one)) {
            kept.add(one);
        }
    }

    /** Something is kept no more. */
    public synchronized void release(Kept one) {
        if (kept.remove(one)) {
            keptBytes -= one.bytes();
        }
    }

    /** What is taken in all. */
    public synchronized long bytes() {
        return inProgressBytes + keptBytes;
    }

    /** Publishes {@code millrace.shaper.manifest.memory} and {@code millrace.shaper.manifests.refused}. */
    public void register(MeterRegistry metrics) {
        Gauge.builder("millrace.shaper.manifest.memory", this, ManifestMemory::bytes)
                .description("Bytes of manifests in memory")
                .register(metrics);
        FunctionCounter.builder("millrace.shaper.manifests.refused", refused, LongAdder::sum)
                .description("Manifests for which there was no memory")
                .register(metrics);
    }

    /** The limit in words. */
    String limit() {
        return mostBytes + " bytes, the most that MILLRACE_SHAPER_MANIFEST_MEMORY_BYTES allows";
    }

    /** Takes room for a manifest on its way; counts those that get none. */
    synchronized boolean take(long bytes) {
        if (inProgressBytes + bytes > mostBytes) {
            refused.increment();
            return false;
        }
        makeRoom(bytes);
        inProgressBytes += bytes;
        return true;
    }

    synchronized void giveBack(long bytes) {
        inProgressBytes -= bytes;
    }

    private void makeRoom(long bytes) {
        Iterator<Kept> oldest = kept.iterator();
        while (inProgressBytes + keptBytes + bytes > mostBytes) {
            Kept dropped = oldest.next();
            oldest.remove();
            keptBytes -= dropped.bytes();
            dropped.dropped();
        }
    }
}
