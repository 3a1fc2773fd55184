package io.millrace.edge;

import io.millrace.chunklog.ChunkLogReader;
import io.millrace.chunklog.EndMark;
import io.millrace.chunklog.StoredChunk;
import io.millrace.wire.Frame;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * The edge's one subscription to the chunk log of an object: appends what comes to the live object. Called by one Redis
 * client thread at a time; ends with the log.
 *
 * @param object with a reference that the tail gives back at its end
 * @param clock by which it is told when chunks came, in nanoseconds
 * @param begun told when the live object has its first chunks
 * @param ended told when the live object is complete or aborted, with the tail's reference still held
 */
record Tail(LiveObject object, LongSupplier clock, Consumer<LiveObject> begun, Consumer<LiveObject> ended)
        implements ChunkLogReader.Listener {

    private static final Logger LOG = Logger.getLogger(Tail.class);

    @Override
    public void chunks(List<StoredChunk> chunks) {
        object.came(clock.getAsLong());
        chunks.forEach(chunk -> object.append(Frame.of(chunk.bytes())));
        object.wakeReaders();
        if (chunks.getFirst().start() == 0) {
            begun.accept(object);
        }
    }

    @Override
    public void ended(EndMark end) {
        switch (end) {
            case EndMark.Completed completed -> object.complete(completed.length(), completed.modified());
            case EndMark.Trimmed trimmed -> object.finish();
            case EndMark.Aborted aborted -> object.abort();
        }
        done();
    }

    @Override
    public void lost(String reason) {
        LOG.infof("tail lost: object=%s generation=%d reason=%s", object.path(), object.generation(), reason);
        object.abort();
        done();
    }

    private void done() {
        try {
            ended.accept(object);
        } finally {
            object.release();
        }
    }
}
