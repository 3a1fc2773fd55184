package io.millrace.cli.doctor;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells how much of an object in progress has arrived in Millrace, whatever is done to long responses: a short range (RFC 8673) is
 * answered as a whole, so that it comes through where what has no end yet is held back.
 */
final class Stored {

    private static final Duration AGAIN = Duration.ofMillis(50);
    private static final int NOTHING = 404;
    private static final Pattern PRESENT = Pattern.compile("bytes 0-(\\d+)/.*");

    private final Site site;
    private final String name;
    private boolean rangesIgnored;

    Stored(Site site, String name) {
        this.site = site;
        this.name = name;
    }

    /** Whether ranges of an object in progress were answered with all of it; then it is only known that something is there. */
    boolean rangesIgnored() {
        return rangesIgnored;
    }

    /**
     * Waits until a byte is there, with all before it; the edge answers when it has come.
     *
     * @return when that was known, as {@link System#nanoTime} tells it; nothing if not in time
     */
    OptionalLong await(long at, Duration atMost) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (true) {
            Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
            try (Reading reading = site.readPastCaches(name, at, Map.of("Range", "bytes=" + at + "-" + at))) {
                boolean answered = reading.awaitHead(left);
                if (!answered && reading.end().isEmpty()) {
                    return OptionalLong.empty(); // the edge has the request, and waits for the byte
                }
                // After some answers that nothing is there an edge closes the connection.
                switch (answered ? reading.head().status() : NOTHING) {
                    case 206 -> {
                        boolean whole = reading.awaitEnd(left) && reading.ended(Reading.End.CLEAN);
                        return whole ? OptionalLong.of(reading.endNanos()) : OptionalLong.empty();
                    }
                    case 200 -> {
                        rangesIgnored = true;
                        return OptionalLong.of(reading.headNanos());
                    }
                    case NOTHING, 410 -> {
                        if (left.isZero()) {
                            return OptionalLong.empty();
                        }
                    }
                    default ->
                        throw new IOException(
                                "the edge answered " + reading.head().status() + " to a range");
                }
            }
            Thread.sleep(AGAIN);
        }
    }

    /** How many bytes are there now; 0 where there is nothing, or it is not told. */
    long bytes() throws IOException, InterruptedException {
        try (Reading reading = site.headPastCaches(name, Map.of("Range", "bytes=0-"))) {
            if (!reading.awaitEnd(site.timeout()) || reading.head().status() != 206) {
                return 0;
            }
            Matcher present = PRESENT.matcher(reading.head().header("Content-Range"));
            return present.matches() ? Long.parseLong(present.group(1)) + 1 : 0;
        }
    }
}
