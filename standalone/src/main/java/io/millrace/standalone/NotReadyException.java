package io.millrace.standalone;

import io.millrace.management.ManagedService;

/** A service runs and can't serve; the message says which, and what it says of itself, in one line. */
final class NotReadyException extends RuntimeException {

    NotReadyException(ManagedService service) {
        super("the " + service.life().name() + " is not ready: "
                + service.life().details());
    }
}
