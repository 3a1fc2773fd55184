package io.millrace.chunklog;

/** Redis or Kafka can't be used; the message names the address, the fault and the setting in one line. */
public final class ChunkLogUnavailableException extends RuntimeException {

    public ChunkLogUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
