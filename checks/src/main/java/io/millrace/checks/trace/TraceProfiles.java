package io.millrace.checks.trace;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The traces that the shaper brings along; each was made for it, after the ways in which such networks are known to be. */
public final class TraceProfiles {

    private static final List<String> NAMES =
            List.of("3g", "dsl", "elevator", "lte", "lte-drive", "satellite", "train", "wifi-crowded");

    private TraceProfiles() {}

    /** Their names, in the order of the alphabet. */
    public static List<String> names() {
        return NAMES;
    }

    /**
     * A profile's trace.
     *
     * @param scale what rates are multiplied with
     * @throws InvalidTraceException if there is none of that name; the message tells those that are there
     */
    public static Trace named(String name, double scale) throws InvalidTraceException {
        if (!NAMES.contains(name)) {
            throw new InvalidTraceException(
                    "there is no profile \"" + name + "\"; there are " + String.join(", ", NAMES));
        }
        try (InputStream file = TraceProfiles.class.getResourceAsStream(name + ".csv")) {
            return TraceText.csv(new String(file.readAllBytes(), StandardCharsets.UTF_8), scale);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
