package io.millrace.control.store;

/** Redis can't be used, or not now; the message says where and why in one line. */
public final class StoreUnavailableException extends RuntimeException {

    StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
