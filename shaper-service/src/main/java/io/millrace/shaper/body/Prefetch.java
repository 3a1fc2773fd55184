package io.millrace.shaper.body;

import io.millrace.shaper.pace.SessionPace;

/** Room for an object that is fetched whole before it is sent, of what the shaper has for that. Owned by an event loop. */
final class Prefetch {

    /** No object larger than this is fetched whole: it is sent when so much of it is there. */
    private static final long MOST_BYTES = 64L << 20;

    private static final int KIB = 1024;

    private final SessionPace pace;
    private int takenKib;

    Prefetch(SessionPace pace) {
        this.pace = pace;
    }

    /** Whether there is room for so much. */
    boolean holds(long bytes) {
        int kib = (int) Math.min(Integer.MAX_VALUE, (bytes + KIB - 1) / KIB);
        if (kib <= takenKib) {
            return true;
        }
        if (bytes > MOST_BYTES || !pace.takeFetched(kib - takenKib)) {
            return false;
        }
        takenKib = kib;
        return true;
    }

    /** Gives back what is not needed for so much. */
    void shrink(long bytes) {
        int kib = (int) ((bytes + KIB - 1) / KIB);
        if (kib < takenKib) {
            pace.giveFetched(takenKib - kib);
            takenKib = kib;
        }
    }
}
