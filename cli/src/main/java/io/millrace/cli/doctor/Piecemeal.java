package io.millrace.cli.doctor;

import io.millrace.cli.http.Put;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalLong;

/** An upload that is sent in pieces, and how much of it has arrived in Millrace. Used by one thread. */
final class Piecemeal {

    private final Put put;
    private final Payload payload;
    private final Stored stored;
    private long sent;
    private long arrived;

    Piecemeal(Site site, String name, Put put) {
        this.put = put;
        this.payload = Site.payload(name);
        this.stored = new Stored(site, name);
    }

    /** Sends the next bytes, as a chunk of its own. */
    void send(int length) throws IOException, InterruptedException {
        put.write(payload.bytes(sent, length), length);
        sent += length;
    }

    /**
     * Waits until so many bytes have arrived.
     *
     * @return when that was known; nothing if not in time
     */
    OptionalLong awaitArrival(long total, Duration atMost) throws IOException, InterruptedException {
        OptionalLong when = stored.await(total - 1, atMost);
        if (when.isPresent()) {
            arrived = Math.max(arrived, total);
        } else {
            arrived = Math.max(arrived, stored.bytes());
        }
        return when;
    }

    /** Bytes that were sent. */
    long sent() {
        return sent;
    }

    /** Bytes that are known to have arrived. */
    long arrived() {
        return arrived;
    }

    /** Whether what has arrived is only guessed. */
    boolean guessed() {
        return stored.rangesIgnored();
    }
}
