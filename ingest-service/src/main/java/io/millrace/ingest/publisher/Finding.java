package io.millrace.ingest.publisher;

import java.time.Duration;

/** What one kind of proof says of a request. */
sealed interface Finding {

    /** It is allowed. */
    record Proved(Proof proof) implements Finding {}

    /** Nothing of this kind is offered. */
    record NothingOffered() implements Finding {}

    /**
     * What is offered does not do.
     *
     * @param detail what to tell the publisher
     */
    record Refused(String detail) implements Finding {}

    /** It proves who it is, and that one may not publish to this path. */
    record Outside(String detail) implements Finding {}

    /** It can't be told now. */
    record Unknown(String detail) implements Finding {}

    /** A webhook asks the publisher to slow down. */
    record TooMany(Duration retryAfter) implements Finding {}

    Finding NOTHING_OFFERED = new NothingOffered();
}
