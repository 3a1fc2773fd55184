package io.millrace.cli.push;

import java.util.concurrent.TimeUnit;

/**
 * What is known about a file's writer: told by the thread that follows the directory, waited for by the thread that uploads
 * the file.
 */
final class FileState {

    private long changes;
    private boolean written;
    private boolean sealed;
    /** Goes up with whatever somebody may wait for. */
    private long news;

    /**
     * What was known at one time.
     *
     * @param changes goes up with every change
     * @param news goes up with everything that is worth a look
     * @param written whether the writer has ended
     */
    record Look(long changes, long news, boolean written) {}

    /** One whose writer has ended or not. */
    FileState(boolean written) {
        this.written = written;
    }

    /**
     * The content has changed, and its writer has not ended.
     *
     * @return whether the upload will see that; if not, another one is needed
     */
    synchronized boolean changed() {
        return told(false);
    }

    /**
     * The writer has ended.
     *
     * @return whether the upload will see that; if not, another one is needed
     */
    synchronized boolean written() {
        return told(true);
    }

    private boolean told(boolean ended) {
        if (sealed) {
            return false;
        }
        changes++;
        news++;
        written = ended;
        notifyAll();
        return true;
    }

    /** Looks; whatever is read of the file afterwards is at least as new. */
    synchronized Look look() {
        return new Look(changes, news, written);
    }

    /** Waits until something was told since a look, or the server has said something, or the time is over. */
    synchronized void await(Look since, long millis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        long left = millis;
        while (left > 0 && news == since.news()) {
            wait(left);
            left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        }
    }

    /** The server has said something: whoever waits need not. */
    synchronized void wake() {
        news++;
        notifyAll();
    }

    /** An upload begins, from the first byte. */
    synchronized void begin() {
        sealed = false;
    }

    /** Ends an upload with what it has seen; fails if something was told since. */
    synchronized boolean seal(Look last) {
        if (changes != last.changes()) {
            return false;
        }
        sealed = true;
        return true;
    }
}
