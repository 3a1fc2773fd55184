package io.millrace.control.watch;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.millrace.checks.Violations;
import io.millrace.control.api.ApiErrors;
import io.millrace.control.change.Mirror;
import io.millrace.proto.control.v1.ConfigServiceGrpc.ConfigServiceImplBase;
import io.millrace.proto.control.v1.WatchRequest;
import io.millrace.proto.control.v1.WatchResponse;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/** ConfigService. Each watch is a virtual thread. */
public final class WatchCalls extends ConfigServiceImplBase {

    private static final Logger LOG = Logger.getLogger(WatchCalls.class);
    private static final int MOST_INSTANCE_CHARACTERS = 253;

    private final Mirror mirror;
    private final AtomicInteger watchers = new AtomicInteger();

    public WatchCalls(Mirror mirror) {
        this.mirror = mirror;
    }

    /** Who watches now. */
    public int watchers() {
        return watchers.get();
    }

    @Override
    public void watch(WatchRequest request, StreamObserver<WatchResponse> responses) {
        Optional<Needed> needed = Needed.by(request.getService());
        Violations violations = new Violations();
        violations.require("service", needed.isPresent(), "must be INGEST, EDGE or SHAPER");
        violations.require(
                "instance",
                request.getInstance().matches("[!-~]{1," + MOST_INSTANCE_CHARACTERS + "}"),
                "must be 1 to " + MOST_INSTANCE_CHARACTERS + " visible ASCII characters");
        violations.require("revision", request.getRevision() >= 0, "must not be negative");
        if (!violations.isEmpty()) {
            responses.onError(ApiErrors.invalid(violations));
            return;
        }
        Watcher watcher = new Watcher(
                mirror,
                needed.orElseThrow(),
                (ServerCallStreamObserver<WatchResponse>) responses,
                request.getStoreId(),
                request.getRevision());
        LOG.infof("%s %s watches from revision %d", request.getService(), request.getInstance(), request.getRevision());
        watchers.incrementAndGet();
        Thread.ofVirtual().name("watch-" + request.getInstance()).start(() -> {
            try {
                watcher.run();
            } finally {
                watchers.decrementAndGet();
                LOG.infof("%s %s watches no more", request.getService(), request.getInstance());
            }
        });
    }
}
