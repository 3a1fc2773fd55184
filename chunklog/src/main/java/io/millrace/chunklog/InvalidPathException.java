package io.millrace.chunklog;

/** A request's path names no object; the message is a sentence for the client. */
public final class InvalidPathException extends Exception {

    public InvalidPathException(String message) {
        super(message);
    }
}
