package io.millrace.edge.playback;

import java.util.Optional;

/** Whether a request may read; the names say which HTTP answer fits. */
public sealed interface Decision {

    /** Anybody may. */
    Decision ANYBODY = new Allowed(Optional.empty());

    /**
     * It may.
     *
     * @param key the playback key that lets it in, {@code channels/{channel}/playbackKeys/{playback_key}}; empty where
     *     none is needed
     */
    record Allowed(Optional<String> key) implements Decision {}

    /**
     * It shows nothing: 401.
     *
     * @param detail what to show, for a person
     */
    record Unauthenticated(String detail) implements Decision {}

    /**
     * What it shows does not hold: 403.
     *
     * @param detail why, for a person; nothing that would help to forge
     */
    record Forbidden(String detail) implements Decision {}
}
