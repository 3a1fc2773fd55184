package io.millrace.edge.figures;

import com.google.protobuf.Timestamp;
import io.millrace.control.client.BitRate;
import io.millrace.control.client.LiveDirectories;
import io.millrace.control.client.RecentLatency;
import io.millrace.proto.control.v1.LiveDirectory;
import io.millrace.proto.control.v1.Reading;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** What is read from one directory. Counted from every event loop, without a lock. */
public final class DirectoryFigures implements LiveDirectories.Figures {

    private final Instant since;
    private final LongSupplier nanos;
    private final LongAdder requests = new LongAdder();
    private final LongAdder errors = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder begun = new LongAdder();
    private final LongAdder over = new LongAdder();
    private final Optional<RecentLatency> handing;
    /** When a request was answered, or a response ended. */
    private volatile long lastNanos;

    /** Of the thread that reports. */
    private final BitRate bitRate = new BitRate();

    private DirectoryFigures(Instant since, LongSupplier nanos, Optional<RecentLatency> handing) {
        this.since = since;
        this.nanos = nanos;
        this.handing = handing;
    }

    /** Of a directory that is told. */
    static DirectoryFigures told(Instant since, LongSupplier nanos) {
        return new DirectoryFigures(since, nanos, Optional.of(new RecentLatency(nanos.getAsLong())));
    }

    /** Of what nobody is told of: it times nothing. */
    static DirectoryFigures untold(LongSupplier nanos) {
        return new DirectoryFigures(Instant.EPOCH, nanos, Optional.empty());
    }

    /** A request is answered with a response whose end comes later. */
    void begun() {
        lastNanos = nanos.getAsLong();
        requests.increment();
        begun.increment();
    }

    /** A request was answered, with so many bytes of an object. */
    void answered(long sent) {
        lastNanos = nanos.getAsLong();
        requests.increment();
        bytes.add(sent);
    }

    /** A request was answered with 400 or above. */
    void refused() {
        lastNanos = nanos.getAsLong();
        requests.increment();
        errors.increment();
    }

    /** Bytes of objects were given to a response that has begun. */
    public void sent(long more) {
        bytes.add(more);
    }

    /** Whether {@link #handed} makes a difference. */
    public boolean timed() {
        return handing.isPresent();
    }

    /**
     * What came together was handed to the sockets of some readers just now.
     *
     * @param cameNanos when its first chunk came, by {@link LiveFigures#clock}
     */
    public void handed(long cameNanos, int readers) {
        if (handing.isPresent()) {
            handing.get().took(nanos.getAsLong() - cameNanos, readers);
        }
    }

    /** A response has ended, well or not. */
    public void over() {
        lastNanos = nanos.getAsLong();
        over.increment();
    }

    @Override
    public boolean quietFor(long quietNanos, long nowNanos) {
        return readers() == 0 && nowNanos - lastNanos >= quietNanos;
    }

    private long readers() {
        // Ends are read first: of a response that ends in between, the beginning is counted and not the end.
        long ended = over.sum();
        return begun.sum() - ended;
    }

    @Override
    public LiveDirectory report(String directory, long nowNanos) {
        long sent = bytes.sum();
        Reading.Builder reading = Reading.newBuilder()
                .setReaders(Math.toIntExact(readers()))
                .setRequests(requests.sum())
                .setErrors(errors.sum())
                .setBytes(sent)
                .setBitRate(bitRate.at(nowNanos, sent));
        handing.flatMap(times -> times.at(nowNanos)).ifPresent(reading::setLatency);
        return LiveDirectory.newBuilder()
                .setDirectory(directory)
                .setStartTime(Timestamp.newBuilder()
                        .setSeconds(since.getEpochSecond())
                        .setNanos(since.getNano()))
                .setReading(reading)
                .build();
    }
}
