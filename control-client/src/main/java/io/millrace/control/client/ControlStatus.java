package io.millrace.control.client;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a service stands with the control plane at one moment.
 *
 * @param connected whether the watch runs
 * @param revision what is in force; empty while nothing is, and the service is not ready then
 * @param sinceContact since when nothing came from the control plane; empty if nothing ever did
 */
public record ControlStatus(boolean connected, OptionalLong revision, Optional<Duration> sinceContact) {

    /** Whether the service knows enough to serve. */
    public boolean ready() {
        return revision.isPresent();
    }

    /** For people, in one line. */
    public String words() {
        String contact = connected
                ? "connected"
                : sinceContact
                        .map(since -> "away for " + since.toSeconds() + " s")
                        .orElse("not reached yet");
        String known = revision.isPresent()
                ? "revision " + revision.getAsLong() + (connected ? "" : " stays in force")
                : "nothing is known yet";
        return contact + ", " + known;
    }
}
