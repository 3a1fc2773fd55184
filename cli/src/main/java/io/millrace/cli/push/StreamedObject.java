package io.millrace.cli.push;

import io.millrace.cli.http.Answer;
import io.millrace.cli.http.Publisher;
import io.millrace.cli.http.Put;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * One object whose bytes can be read only once. What was sent of it is kept as long as it is short, so that an upload that
 * breaks can be begun again; a longer one stays cut off, and another one begins with the bytes that come next. Used by one
 * thread.
 */
final class StreamedObject implements AutoCloseable {

    /** Nothing newer goes in its place. */
    private static final CountDownLatch NEVER = new CountDownLatch(1);

    private final String name;
    private final URI target;
    private final Publisher publisher;
    private final Pace pace;
    private final Retries retries;
    private final Reporter reporter;
    private final long replayBytes;
    /** All that was sent; null where that is too much. */
    private ByteArrayOutputStream replay = new ByteArrayOutputStream();

    private Put put;
    private long bytes;

    StreamedObject(URI target, Sender sender, Retries retries, long replayBytes) {
        this.name = target.getPath();
        this.target = target;
        this.publisher = sender.publisher();
        this.pace = sender.pace();
        this.reporter = sender.reporter();
        this.retries = retries;
        this.replayBytes = replayBytes;
    }

    /** Bytes of it until now. */
    long bytes() {
        return bytes;
    }

    /**
     * Sends bytes; waits while the server is away.
     *
     * @return what went wrong for good; nothing where all is well
     */
    Optional<String> write(byte[] chunk, int length) throws InterruptedException {
        bytes += length;
        if (replay != null && replay.size() + length <= replayBytes) {
            replay.write(chunk, 0, length);
        } else {
            replay = null;
        }
        return failure(retries.run(name, () -> send(chunk, length), NEVER));
    }

    private Outcome send(byte[] chunk, int length) throws IOException, InterruptedException {
        return trying(() -> {
            if (put == null) {
                put = publisher.put(target);
                write(replay == null ? Arrays.copyOf(chunk, length) : replay.toByteArray());
            } else {
                write(Arrays.copyOf(chunk, length));
            }
            return new Outcome.Stored(bytes);
        });
    }

    /**
     * Ends it.
     *
     * @return what went wrong for good; nothing where all is well
     */
    Optional<String> end() throws InterruptedException {
        if (bytes == 0) {
            return Optional.empty();
        }
        Optional<String> failure = failure(retries.run(name, () -> trying(this::sendEnd), NEVER));
        if (failure.isEmpty()) {
            reporter.stored(name, bytes);
        }
        return failure;
    }

    private Outcome sendEnd() throws IOException, InterruptedException {
        if (put == null && replay == null) {
            return new Outcome.Refused(
                    "it was cut off at its end, and is too long to be begun again" + " (--replay-buffer)");
        }
        if (put == null) {
            put = publisher.put(target);
            write(replay.toByteArray());
        }
        Answer answer = put.end();
        if (!answer.done()) {
            cutOff();
            return Outcome.of(answer);
        }
        put = null;
        return new Outcome.Stored(bytes);
    }

    private void write(byte[] all) throws IOException, InterruptedException {
        pace.await(all.length);
        put.write(all, all.length);
    }

    private interface Step {
        Outcome take() throws IOException, InterruptedException;
    }

    /** Whatever fails ends the upload that it failed in. */
    private Outcome trying(Step step) throws IOException, InterruptedException {
        boolean well = false;
        try {
            Outcome outcome = step.take();
            well = true;
            return outcome;
        } finally {
            if (!well) {
                cutOff();
            }
        }
    }

    private void cutOff() {
        if (put == null) {
            return;
        }
        put.close();
        put = null;
        if (replay == null) {
            reporter.warn("cut off " + name + " after " + bytes + " bytes: it is too long to be begun again");
        }
    }

    private static Optional<String> failure(Outcome outcome) {
        return outcome instanceof Outcome.Refused refused ? Optional.of(refused.reason()) : Optional.empty();
    }

    @Override
    public void close() {
        if (put != null) {
            put.close();
        }
    }
}
