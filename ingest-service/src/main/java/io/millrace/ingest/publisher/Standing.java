package io.millrace.ingest.publisher;

import java.time.Instant;
import java.util.Optional;

/** What has become of a grant. */
public sealed interface Standing {

    /**
     * It holds.
     *
     * @param until when to look again, whatever else changes; empty for never
     */
    record Holds(Optional<Instant> until) implements Standing {}

    /** It holds no more. */
    record Ended(String reason) implements Standing {}

    /** It holds if the webhook still allows it. */
    record AskAgain(Proof.Webhook proof) implements Standing {}
}
