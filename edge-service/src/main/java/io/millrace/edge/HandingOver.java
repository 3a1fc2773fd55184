package io.millrace.edge;

import io.millrace.edge.figures.DirectoryFigures;

/**
 * Times what the readers on one event loop are handed when they are woken together: a look at the clock serves several of
 * them. Owned by the event loop.
 */
final class HandingOver {

    /** As many take the loop some 100 µs: the first of them is told that much too late at the most. */
    private static final int TOGETHER = 8;

    private long cameNanos;
    /** Those of the readers that are not told yet. */
    private DirectoryFigures figures;

    private int readers;

    /** Readers are about to be woken. */
    void begins(long whenNanos) {
        cameNanos = whenNanos;
    }

    /** One of them was handed all that has come. */
    void handed(DirectoryFigures where) {
        if (!where.timed()) {
            return;
        }
        if (where != figures) {
            tell();
            figures = where;
        }
        readers++;
        if (readers == TOGETHER) {
            tell();
        }
    }

    /** All of them have been woken. */
    void ends() {
        tell();
    }

    private void tell() {
        if (readers > 0) {
            figures.handed(cameNanos, readers);
            readers = 0;
        }
    }
}
