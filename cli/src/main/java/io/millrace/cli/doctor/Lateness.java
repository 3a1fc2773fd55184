package io.millrace.cli.doctor;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How late the pieces of an upload come out of one way, and which of them are held back until others follow. */
final class Lateness {

    /** Once something was held back, it is not waited for as long. */
    private static final int HURRY = 4;
    /** Short questions that have to overtake a piece before it counts as held back. */
    private static final int OVERTAKEN = 3;

    /** Even the faster ones are late where something waits for a time. */
    private static final double FASTER = 0.25;

    private final Trips trips;
    private final List<Long> nanos = new ArrayList<>();
    private boolean holding;
    private int held;
    private long heldAt;
    private long releasedAt;

    Lateness(Trips trips) {
        this.trips = trips;
    }

    /** How a piece is waited for. */
    interface Wait {
        /** Whether so many bytes in all came in time. */
        boolean came(long total, Duration atMost) throws IOException, InterruptedException;
    }

    /**
     * Waits for a piece; or, while an earlier one is held back, for that.
     *
     * @param total bytes with this piece
     * @return whether this piece came, and nothing was held back
     */
    boolean await(long total, Wait wait) throws IOException, InterruptedException {
        Duration patience = held == 0 ? trips.patience() : trips.patience().dividedBy(HURRY);
        if (holding) {
            if (wait.came(heldAt, patience)) {
                holding = false;
                releasedAt = releasedAt == 0 ? total : releasedAt;
            }
            return false;
        }
        boolean came = wait.came(total, patience) || (held == 0 && overtaken() && wait.came(total, patience));
        if (!came) {
            holding = true;
            held++;
            heldAt = total;
        }
        return came;
    }

    private boolean overtaken() throws IOException, InterruptedException {
        for (int i = 0; i < OVERTAKEN; i++) {
            trips.ask();
        }
        return true;
    }

    /** A piece came so late. */
    void late(long nanosLate) {
        nanos.add(Math.max(0, nanosLate));
    }

    /** Whether the last piece is held back. */
    boolean holding() {
        return holding;
    }

    /** How often a piece was held back until another followed. */
    int held() {
        return held;
    }

    /** Bytes of all pieces when the first that was held back came out; 0 where it never did. */
    long releasedAt() {
        return releasedAt;
    }

    /** Whether pieces that came are later than anything else explains. */
    boolean lingering() {
        return Figures.quantile(nanos, FASTER) > trips.noiseNanos();
    }

    /** Such as {@code 3.1 ms later (median; 10.0 ms at most)}. */
    String words() {
        return "%s later (median; %s at most)"
                .formatted(Figures.time(Figures.median(nanos)), Figures.time(Figures.quantile(nanos, 1)));
    }

    /** How many came in time. */
    int count() {
        return nanos.size();
    }
}
