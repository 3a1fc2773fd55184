package io.millrace.ingest.figures;

import com.google.protobuf.Timestamp;
import io.millrace.control.client.BitRate;
import io.millrace.control.client.LiveDirectories;
import io.millrace.control.client.RecentLatency;
import io.millrace.proto.control.v1.LiveDirectory;
import io.millrace.proto.control.v1.Publishing;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** What is published to one directory. Counted from every event loop, without a lock. */
public final class DirectoryFigures implements LiveDirectories.Figures {

    private final Instant since;
    private final LongSupplier nanos;
    private final LongAdder begun = new LongAdder();
    private final LongAdder completed = new LongAdder();
    private final LongAdder aborted = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final Optional<RecentLatency> storing;
    private volatile String lastObject = "";
    /** When an upload began or ended. */
    private volatile long lastNanos;

    /** Of the thread that reports. */
    private final BitRate bitRate = new BitRate();

    private DirectoryFigures(Instant since, LongSupplier nanos, Optional<RecentLatency> storing) {
        this.since = since;
        this.nanos = nanos;
        this.storing = storing;
    }

    /** Of a directory that is told. */
    static DirectoryFigures told(Instant since, LongSupplier nanos) {
        return new DirectoryFigures(since, nanos, Optional.of(new RecentLatency(nanos.getAsLong())));
    }

    /** Of what nobody is told of: it saves what costs the most. */
    static DirectoryFigures untold(LongSupplier nanos) {
        return new DirectoryFigures(Instant.EPOCH, nanos, Optional.empty());
    }

    void begun(String name) {
        lastObject = name;
        lastNanos = nanos.getAsLong();
        begun.increment();
    }

    /** Bytes have come from an encoder. */
    public void took(long more) {
        bytes.add(more);
    }

    /** A chunk was stored, as long after it came. */
    public void stored(long afterNanos) {
        if (storing.isPresent()) {
            storing.get().took(afterNanos);
        }
    }

    /** An upload has ended well. */
    public void completed() {
        lastNanos = nanos.getAsLong();
        completed.increment();
    }

    /** An upload has ended unfinished. */
    public void aborted() {
        lastNanos = nanos.getAsLong();
        aborted.increment();
    }

    @Override
    public boolean quietFor(long quietNanos, long nowNanos) {
        return uploads() == 0 && nowNanos - lastNanos >= quietNanos;
    }

    private long uploads() {
        // Ends are read first: of an upload that ends in between, the beginning is counted and not the end.
        long over = completed.sum() + aborted.sum();
        return begun.sum() - over;
    }

    @Override
    public LiveDirectory report(String directory, long nowNanos) {
        long taken = bytes.sum();
        Publishing.Builder publishing = Publishing.newBuilder()
                .setUploads(Math.toIntExact(uploads()))
                .setObjects(completed.sum())
                .setAborted(aborted.sum())
                .setBytes(taken)
                .setBitRate(bitRate.at(nowNanos, taken))
                .setLastObject(lastObject);
        storing.flatMap(times -> times.at(nowNanos)).ifPresent(publishing::setLatency);
        return LiveDirectory.newBuilder()
                .setDirectory(directory)
                .setStartTime(Timestamp.newBuilder()
                        .setSeconds(since.getEpochSecond())
                        .setNanos(since.getNano()))
                .setPublishing(publishing)
                .build();
    }
}
