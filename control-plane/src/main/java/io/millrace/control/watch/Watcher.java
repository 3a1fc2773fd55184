package io.millrace.control.watch;

import com.google.protobuf.util.Timestamps;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.millrace.control.api.ApiErrors;
import io.millrace.control.change.Known;
import io.millrace.control.change.Mirror;
import io.millrace.control.store.Stored;
import io.millrace.control.store.StoredChange;
import io.millrace.proto.control.v1.ConfigChange;
import io.millrace.proto.control.v1.ConfigHeartbeat;
import io.millrace.proto.control.v1.ConfigItem;
import io.millrace.proto.control.v1.SnapshotPart;
import io.millrace.proto.control.v1.WatchResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;

/**
 * One data-plane service that watches. Runs on a virtual thread of its own until the service or the control plane ends it;
 * sends only what the connection can take, and a snapshot where it has fallen behind the log of changes.
 */
final class Watcher implements Runnable {

    private static final Logger LOG = Logger.getLogger(Watcher.class);

    /** Something is sent at least so often, and the store has confirmed it within twice the time. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);

    /** Bytes of resources in a part of a snapshot; of one that is larger there is a part of its own. */
    private static final int PART_BYTES = 256 << 10;

    private final Mirror mirror;
    private final Needed needed;
    private final ServerCallStreamObserver<WatchResponse> call;
    private final Semaphore ready = new Semaphore(0);
    private String storeId;
    private long revision;

    /**
     * To be made within the call itself, so that the handlers can be set.
     *
     * @param storeId of the revision; empty if it is not known
     * @param revision that the service has; 0 for none
     */
    Watcher(Mirror mirror, Needed needed, ServerCallStreamObserver<WatchResponse> call, String storeId, long revision) {
        this.mirror = mirror;
        this.needed = needed;
        this.call = call;
        this.storeId = storeId;
        this.revision = revision;
        call.setOnReadyHandler(ready::release);
        call.setOnCancelHandler(ready::release);
    }

    @Override
    public void run() {
        try {
            Known known = mirror.known();
            follow(known);
            while (!call.isCancelled()) {
                Known newer = mirror.awaitOther(known, HEARTBEAT);
                if (mirror.closed() || !mirror.confirmedWithin(HEARTBEAT.multipliedBy(2))) {
                    end(ApiErrors.unavailable("the control plane's store is away, or it stops"));
                    return;
                }
                if (newer.sameAs(known)) {
                    heartbeat();
                } else {
                    known = newer;
                    follow(known);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (CancelledException e) {
            // Who watched has gone; gRPC knows.
            return;
        } catch (RuntimeException e) {
            if (!mirror.closed()) {
                end(ApiErrors.fault(e));
            }
        }
    }

    private void end(StatusRuntimeException why) {
        if (call.isCancelled()) {
            return;
        }
        try {
            call.onError(why);
        } catch (IllegalStateException | RejectedExecutionException e) {
            // Who watched has gone this very moment, or the port has.
            LOG.debug("nobody is told of the end of a watch", e);
        }
    }

    private void follow(Known known) throws InterruptedException {
        Optional<List<StoredChange>> changes = known.since(storeId, revision);
        if (changes.isEmpty()) {
            snapshot(known);
        } else {
            for (StoredChange change : changes.get()) {
                tell(change);
            }
        }
        storeId = known.storeId();
        revision = known.revision();
    }

    private void snapshot(Known known) throws InterruptedException {
        SnapshotPart.Builder part = SnapshotPart.newBuilder().setFirst(true);
        int bytes = 0;
        for (Stored stored : known.resources().values()) {
            Optional<ConfigItem> item = needed.item(stored);
            if (item.isEmpty()) {
                continue;
            }
            int size = item.get().getSerializedSize();
            if (bytes > 0 && bytes + size > PART_BYTES) {
                send(response(known.storeId(), known.revision()).setSnapshot(part));
                part = SnapshotPart.newBuilder();
                bytes = 0;
            }
            part.addItems(item.get());
            bytes += size;
        }
        send(response(known.storeId(), known.revision()).setSnapshot(part.setLast(true)));
    }

    private void tell(StoredChange change) throws InterruptedException {
        ConfigChange.Builder told = ConfigChange.newBuilder()
                .setCommitTime(Timestamps.fromMillis(change.time().toEpochMilli()));
        change.upserts().forEach(stored -> needed.item(stored).ifPresent(told::addUpserts));
        change.deletes().stream().filter(needed::concerns).forEach(told::addDeletes);
        if (told.getUpsertsCount() + told.getDeletesCount() > 0) {
            send(response(storeId, change.revision()).setChange(told));
        }
    }

    private void heartbeat() throws InterruptedException {
        send(response(storeId, revision).setHeartbeat(ConfigHeartbeat.getDefaultInstance()));
    }

    private static WatchResponse.Builder response(String storeId, long revision) {
        return WatchResponse.newBuilder().setStoreId(storeId).setRevision(revision);
    }

    private void send(WatchResponse.Builder response) throws InterruptedException {
        while (!call.isReady()) {
            if (call.isCancelled() || mirror.closed()) {
                throw new CancelledException();
            }
            ready.acquire();
        }
        call.onNext(response.build());
    }

    /** Nobody takes anything any more. */
    private static final class CancelledException extends RuntimeException {}
}
