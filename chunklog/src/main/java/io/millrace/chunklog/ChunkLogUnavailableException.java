package io.millrace.chunklog;

/** Redis or Kafka can't be used; the message names the address, the fault and the setting in one line. */
public final class ChunkLogUnavailableException extends RuntimeException {

    public ChunkLogUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The innermost message of a chain of causes, on one line. */
    static String reason(Throwable failure) {
        Throwable innermost = failure;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        String message = innermost.getMessage() == null ? innermost.getClass().getSimpleName() : innermost.getMessage();
        return message.lines().findFirst().orElse("");
    }
}
