package io.millrace.control;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.millrace.proto.control.v1.ConfigItem;
import io.millrace.proto.control.v1.ConfigServiceGrpc;
import io.millrace.proto.control.v1.ServiceKind;
import io.millrace.proto.control.v1.WatchRequest;
import io.millrace.proto.control.v1.WatchResponse;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A service that watches, and what it knows by that. Ends when it is closed. */
final class Watching implements AutoCloseable {

    private final BlockingQueue<WatchResponse> responses = new LinkedBlockingQueue<>();
    private final Map<String, ConfigItem> items = new TreeMap<>();
    private volatile Status end;
    private volatile ClientCallStreamObserver<WatchRequest> call;
    private String storeId = "";
    private long revision;
    private int snapshotParts;
    private int snapshots;

    static Watching from(Channel channel, ServiceKind service) {
        return from(channel, service, 0, "");
    }

    static Watching from(Channel channel, ServiceKind service, long revision, String storeId) {
        Watching watching = new Watching();
        ConfigServiceGrpc.newStub(channel)
                .watch(
                        WatchRequest.newBuilder()
                                .setService(service)
                                .setInstance("test")
                                .setRevision(revision)
                                .setStoreId(storeId)
                                .build(),
                        watching.observer());
        return watching;
    }

    /** Takes in what comes until it knows of a resource, which must be soon. */
    ConfigItem awaitItem(String name) {
        Awaitility.await().until(() -> {
            takeIn();
            return items.containsKey(name) && snapshotComplete();
        });
        return items.get(name);
    }

    /** Takes in what comes until it has reached a revision. */
    Watching awaitRevision(long wanted) {
        Awaitility.await().until(() -> {
            takeIn();
            return revision >= wanted && snapshotComplete();
        });
        return this;
    }

    /** Waits until the control plane ends it. */
    Status awaitEnd() {
        Awaitility.await().until(() -> end != null);
        return end;
    }

    Optional<ConfigItem> item(String name) {
        return Optional.ofNullable(items.get(name));
    }

    Map<String, ConfigItem> items() {
        return items;
    }

    long revision() {
        return revision;
    }

    String storeId() {
        return storeId;
    }

    int snapshots() {
        return snapshots;
    }

    int snapshotParts() {
        return snapshotParts;
    }

    private boolean snapshotComplete() {
        return snapshotParts == 0 || snapshots > 0;
    }

    private void takeIn() throws InterruptedException {
        WatchResponse response = responses.poll(100, TimeUnit.MILLISECONDS);
        if (response == null) {
            return;
        }
        assertTrue(response.getRevision() >= revision, "revisions only grow");
        switch (response.getEventCase()) {
            case SNAPSHOT -> {
                snapshotParts++;
                if (response.getSnapshot().getFirst()) {
                    items.clear();
                }
                response.getSnapshot().getItemsList().forEach(item -> items.put(item.getName(), item));
                if (response.getSnapshot().getLast()) {
                    snapshots++;
                }
            }
            case CHANGE -> {
                response.getChange().getUpsertsList().forEach(item -> items.put(item.getName(), item));
                response.getChange().getDeletesList().forEach(items::remove);
            }
            case HEARTBEAT -> {}
            case EVENT_NOT_SET -> throw new AssertionError("a response without an event");
        }
        revision = response.getRevision();
        storeId = response.getStoreId();
    }

    private ClientResponseObserver<WatchRequest, WatchResponse> observer() {
        return new ClientResponseObserver<>() {
            @Override
            public void beforeStart(ClientCallStreamObserver<WatchRequest> stream) {
                call = stream;
            }

            @Override
            public void onNext(WatchResponse response) {
                responses.add(response);
            }

            @Override
            public void onError(Throwable failure) {
                end = ((StatusRuntimeException) failure).getStatus();
            }

            @Override
            public void onCompleted() {
                end = Status.OK;
            }
        };
    }

    @Override
    public void close() {
        call.cancel("no longer wanted", null);
    }
}
