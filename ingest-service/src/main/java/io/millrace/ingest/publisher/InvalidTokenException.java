package io.millrace.ingest.publisher;

/** A token proves nothing; the message tells its holder why, without what is in it. */
final class InvalidTokenException extends Exception {

    private final boolean keyIsUnknown;

    InvalidTokenException(String message, boolean keyIsUnknown) {
        super(message);
        this.keyIsUnknown = keyIsUnknown;
    }

    /** Whether it is signed with a key that is not among those that are known. */
    boolean keyIsUnknown() {
        return keyIsUnknown;
    }
}
