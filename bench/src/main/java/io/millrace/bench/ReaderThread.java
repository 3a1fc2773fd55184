package io.millrace.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** All readers of a run on one selector, with one buffer for what they receive. Ends when they have ended, or at a deadline. */
final class ReaderThread implements AutoCloseable {

    /** As much as one read may take. */
    private static final int BUFFER_BYTES = 256 * 1024;
    /** One new connection in so many nanoseconds, so that no listen queue overflows. */
    private static final long CONNECT_INTERVAL_NANOS = 250_000;
    /** After a 404. */
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private record Retry(Reader reader, long dueNanos) {}

    private final Selector selector;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final MemorySegment bytes = MemorySegment.ofBuffer(buffer);
    private final Arrivals arrivals = new Arrivals();
    private final List<Reader> readers = new ArrayList<>();
    private final ArrayDeque<Retry> retries = new ArrayDeque<>();
    private final Thread thread = Thread.ofPlatform().name("readers").unstarted(this::run);
    /** Counted here, read by encoders. */
    private final AtomicInteger answered = new AtomicInteger();

    private final Reader.Outcome atDeadline;
    private volatile long deadlineNanos = Long.MAX_VALUE;
    private volatile long lastEndNanos = Long.MIN_VALUE;
    private volatile long cpuNanosAtEnd;
    private int running;
    private int connected;

    /** @param atDeadline what readers have come to that are still reading when the time is over */
    ReaderThread(Reader.Outcome atDeadline) {
        this.atDeadline = atDeadline;
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Before the start. */
    void add(Reader reader) {
        readers.add(reader);
    }

    void start() {
        running = readers.size();
        thread.start();
    }

    /** From any thread: readers that have not ended by then are stopped. */
    void deadline(long nanos) {
        deadlineNanos = nanos;
        selector.wakeup();
    }

    void join() throws InterruptedException {
        thread.join();
    }

    /** CPU time of the thread since its start. */
    long cpuNanos() {
        long now = ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.threadId());
        return now < 0 ? cpuNanosAtEnd : now;
    }

    /** How many have got the head of their first response; from any thread. */
    int answeredReaders() {
        return answered.get();
    }

    /** {@link Long#MIN_VALUE} if none has ended. */
    long lastEndNanos() {
        return lastEndNanos;
    }

    Arrivals arrivals() {
        return arrivals;
    }

    List<Reader> readers() {
        return readers;
    }

    void answered() {
        answered.incrementAndGet();
    }

    void ended() {
        running--;
        lastEndNanos = System.nanoTime();
    }

    void retryLater(Reader reader) {
        retries.add(new Retry(reader, System.nanoTime() + RETRY_NANOS));
    }

    private void run() {
        long start = System.nanoTime();
        try {
            while (running > 0) {
                long now = System.nanoTime();
                if (now - deadlineNanos >= 0 && deadlineNanos != Long.MAX_VALUE) {
                    readers.forEach(reader -> reader.stop(atDeadline));
                    return;
                }
                int due = (int) Math.min(readers.size(), (now - start) / CONNECT_INTERVAL_NANOS + 1);
                while (connected < due) {
                    readers.get(connected++).connect(selector);
                }
                while (!retries.isEmpty() && retries.peek().dueNanos() - now <= 0) {
                    Reader reader = retries.poll().reader();
                    if (reader.outcome() == Reader.Outcome.READING) {
                        reader.retry(selector);
                    }
                }
                selector.select(
                        key -> ((Reader) key.attachment()).ready(key, buffer, bytes),
                        connected < readers.size() || !retries.isEmpty() ? 1 : 100);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ClosedSelectorException _) {
            // Closed from outside: the run is over.
        } finally {
            cpuNanosAtEnd = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        }
    }

    @Override
    public void close() throws IOException {
        selector.close();
    }
}
