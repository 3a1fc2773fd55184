package io.millrace.chunklog;

import java.time.Instant;

/** How a chunk log ended. */
public sealed interface EndMark {

    /** Bytes in the log. */
    long length();

    /** The upload ended well and every byte is in the log. */
    record Completed(long length, Instant modified) implements EndMark {}

    /** The upload ended well, but was so long that only its newest bytes are in the log: nothing to serve as a whole. */
    record Trimmed(long length) implements EndMark {}

    /** The upload was cut off or given up after {@code length} bytes. */
    record Aborted(long length) implements EndMark {}
}
