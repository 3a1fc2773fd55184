package io.millrace.cli.doctor;

import io.millrace.cli.http.AnswerHead;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * One request to an edge and what came back, with the time of every piece. Written by the event loop of its connection, read by
 * the thread that asked. Closing it gives up what has not come.
 */
final class Reading implements AutoCloseable {

    /** Texts are shorter. */
    private static final int MOST_TEXT_BYTES = 4096;

    private static final long NANOS_PER_MS = 1_000_000L;

    /** How a response ended. */
    enum End {
        /** As HTTP says that a whole one does. */
        CLEAN,
        /** The connection was closed, or the stream was reset, before that. */
        CUT
    }

    /**
     * Bytes that came together.
     *
     * @param nanos when, as {@link System#nanoTime} tells it
     * @param total bytes of the body until then
     */
    record Arrival(long nanos, long total) {}

    private final HttpClientRequest request;
    private final Payload payload;
    private final long from;
    private final Buffer text = Buffer.buffer();
    private final List<Arrival> arrivals = new ArrayList<>();
    private AnswerHead head;
    private long headNanos;
    private long bytes;
    private long difference = Payload.SAME;
    private End end;
    private long endNanos;
    private String failure = "";

    /** @param payload what the bytes should be, from {@code from} on */
    private Reading(HttpClientRequest request, Payload payload, long from) {
        this.request = request;
        this.payload = payload;
        this.from = from;
    }

    /** Sends the request; what comes back is heard from now on. */
    static Reading begin(HttpClientRequest request, Payload payload, long from) {
        Reading reading = new Reading(request, payload, from);
        request.response().onSuccess(reading::responded).onFailure(reading::failed);
        request.end();
        return reading;
    }

    private void responded(HttpClientResponse response) {
        response.handler(this::came);
        response.endHandler(nothing -> ended(End.CLEAN, ""));
        response.exceptionHandler(this::failed);
        synchronized (this) {
            head = AnswerHead.of(response);
            headNanos = System.nanoTime();
            notifyAll();
        }
    }

    private synchronized void came(Buffer piece) {
        if (difference == Payload.SAME) {
            difference = payload.difference(from + bytes, piece);
        }
        if (text.length() + piece.length() <= MOST_TEXT_BYTES) {
            text.appendBuffer(piece);
        }
        bytes += piece.length();
        arrivals.add(new Arrival(System.nanoTime(), bytes));
        notifyAll();
    }

    private void failed(Throwable cause) {
        String message = cause.getMessage();
        ended(End.CUT, message == null ? cause.getClass().getSimpleName() : message);
    }

    private synchronized void ended(End how, String why) {
        if (end == null) {
            end = how;
            endNanos = System.nanoTime();
            failure = why;
        }
        notifyAll();
    }

    /** Whether the head came in time. */
    boolean awaitHead(Duration atMost) throws InterruptedException {
        return await(atMost, () -> head != null) && head != null;
    }

    /** Whether so many bytes came in time. */
    boolean awaitBytes(long count, Duration atMost) throws InterruptedException {
        return await(atMost, () -> bytes >= count) && bytes >= count;
    }

    /** Whether it ended in time, however. */
    boolean awaitEnd(Duration atMost) throws InterruptedException {
        return await(atMost, () -> false);
    }

    /** True where the condition came to hold, or the response ended, in time. */
    private synchronized boolean await(Duration atMost, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean() && end == null) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            wait(left / NANOS_PER_MS + 1);
        }
        return true;
    }

    /**
     * The head that has come.
     *
     * @throws IOException if there is none
     */
    synchronized AnswerHead head() throws IOException {
        if (head == null) {
            throw new IOException(failure.isEmpty() ? "there is no answer" : failure);
        }
        return head;
    }

    synchronized long headNanos() {
        return headNanos;
    }

    synchronized long bytes() {
        return bytes;
    }

    /** When so many bytes had come; the last time that is known if they have not. */
    synchronized long nanosOf(long count) {
        return arrivals.stream()
                .filter(arrival -> arrival.total() >= count)
                .findFirst()
                .map(Arrival::nanos)
                .orElse(endNanos);
    }

    synchronized List<Arrival> arrivals() {
        return List.copyOf(arrivals);
    }

    /** Where the first byte is that is another than it should be, or {@link Payload#SAME}. */
    synchronized long difference() {
        return difference;
    }

    /**
     * How what came differs from what was sent, in words; nothing where it is all of that, and ended well.
     *
     * @param sent bytes from where it was asked for on
     */
    synchronized Optional<String> fault(long sent) {
        if (difference != Payload.SAME) {
            return Optional.of("byte %d is another than the one that was sent".formatted(difference));
        }
        if (bytes == sent && end == End.CLEAN) {
            return Optional.empty();
        }
        return Optional.of("of %s, %s came%s"
                .formatted(Figures.bytes(sent), Figures.bytes(bytes), failure.isEmpty() ? "" : ": " + failure));
    }

    synchronized Optional<End> end() {
        return Optional.ofNullable(end);
    }

    synchronized boolean ended(End how) {
        return end == how;
    }

    synchronized long endNanos() {
        return endNanos;
    }

    /** How it ended, in words: for those that should not have. */
    synchronized String ending() {
        if (head != null && head.status() >= 300) {
            return "the answer was " + head.status();
        }
        return end == End.CLEAN ? "it ended as if it were whole" : failure;
    }

    /** Why it was cut; empty where it was not. */
    synchronized String failure() {
        return failure;
    }

    /** The beginning of the body, where it is short. */
    synchronized String text() {
        return text.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        if (end().isEmpty()) {
            boolean _ = request.reset();
        }
    }
}
