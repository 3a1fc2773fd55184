package io.millrace.control.live;

import com.google.protobuf.util.Durations;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.millrace.checks.Fields;
import io.millrace.checks.Names;
import io.millrace.checks.Violations;
import io.millrace.control.api.Answer;
import io.millrace.control.api.ApiErrors;
import io.millrace.control.api.KeyedPage;
import io.millrace.control.route.Routing;
import io.millrace.control.store.LiveStore;
import io.millrace.proto.control.v1.ListLiveRequest;
import io.millrace.proto.control.v1.ListLiveResponse;
import io.millrace.proto.control.v1.LiveDirectory;
import io.millrace.proto.control.v1.LiveServiceGrpc.LiveServiceImplBase;
import io.millrace.proto.control.v1.ReportLiveRequest;
import io.millrace.proto.control.v1.ReportLiveResponse;
import io.millrace.proto.control.v1.ServiceKind;
import io.millrace.proto.control.v1.WatchLiveRequest;
import io.millrace.proto.control.v1.WatchLiveResponse;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** LiveService. Each watch is a virtual thread, until its caller ends it or this is closed. */
public final class LiveCalls extends LiveServiceImplBase implements AutoCloseable {

    private static final int MOST_DIRECTORIES = 10_000;
    private static final int MOST_PATH = 2_048;
    private static final Duration LEAST_INTERVAL = Duration.ofMillis(500);
    private static final Duration MOST_INTERVAL = Duration.ofMinutes(1);
    private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(1);

    private final LiveStore store;
    private final LiveTable table;
    private final Routing routing;
    private final Duration interval;
    private final AtomicBoolean closed = new AtomicBoolean();

    public LiveCalls(LiveStore store, Routing routing, LiveConfig config) {
        this.store = store;
        this.table = new LiveTable(store);
        this.routing = routing;
        this.interval = config.report();
    }

    @Override
    public void reportLive(ReportLiveRequest request, StreamObserver<ReportLiveResponse> responses) {
        Answer.to(responses, () -> {
            check(request);
            if (!store.put(request)) {
                throw ApiErrors.precondition(
                        "TOO_MANY", "live", "as many services report as may: " + LiveStore.MOST_REPORTS);
            }
            return ReportLiveResponse.newBuilder()
                    .setReportInterval(Durations.fromMillis(interval.toMillis()))
                    .build();
        });
    }

    @Override
    public void listLive(ListLiveRequest request, StreamObserver<ListLiveResponse> responses) {
        Answer.to(responses, () -> {
            LiveFilter filter = filter(request.getChannel(), request.getPathPrefix(), new Violations());
            KeyedPage<LiveDirectory> page = KeyedPage.of(
                    filter.of(table.directories(), routing), request.getPageSize(), request.getPageToken());
            return ListLiveResponse.newBuilder()
                    .addAllDirectories(page.items())
                    .setNextPageToken(page.nextToken())
                    .build();
        });
    }

    @Override
    public void watchLive(WatchLiveRequest request, StreamObserver<WatchLiveResponse> responses) {
        Violations violations = new Violations();
        if (request.hasInterval()) {
            Fields.checkDuration(violations, "interval", request.getInterval(), LEAST_INTERVAL, MOST_INTERVAL);
        }
        LiveFilter filter;
        try {
            filter = filter(request.getChannel(), request.getPathPrefix(), violations);
        } catch (io.grpc.StatusRuntimeException e) {
            responses.onError(e);
            return;
        }
        Duration every =
                request.hasInterval() ? Duration.ofNanos(Durations.toNanos(request.getInterval())) : DEFAULT_INTERVAL;
        LiveWatcher watcher = new LiveWatcher(
                () -> filter.of(table.directories(), routing),
                every,
                (ServerCallStreamObserver<WatchLiveResponse>) responses,
                closed::get);
        Thread.ofVirtual().name("watch-live").start(watcher);
    }

    /** Ends all watches within their intervals. */
    @Override
    public void close() {
        closed.set(true);
    }

    private static LiveFilter filter(String channel, String pathPrefix, Violations violations) {
        if (!channel.isEmpty()) {
            Names.check(violations, "channel", channel, "channels/*");
        }
        ApiErrors.check(violations);
        return new LiveFilter(channel, pathPrefix);
    }

    private static void check(ReportLiveRequest request) {
        Violations violations = new Violations();
        ServiceKind service = request.getService();
        violations.require(
                "service",
                service == ServiceKind.SERVICE_KIND_INGEST
                        || service == ServiceKind.SERVICE_KIND_EDGE
                        || service == ServiceKind.SERVICE_KIND_SHAPER,
                "must be INGEST, EDGE or SHAPER");
        violations.require(
                "instance", request.getInstance().matches("[!-~]{1,253}"), "must be 1 to 253 visible ASCII characters");
        violations.require(
                "directories", request.getDirectoriesCount() <= MOST_DIRECTORIES, "must be up to " + MOST_DIRECTORIES);
        for (int i = 0; i < request.getDirectoriesCount() && violations.isEmpty(); i++) {
            String directory = request.getDirectories(i).getDirectory();
            violations
                    .in("directories", i)
                    .require(
                            "directory",
                            directory.startsWith("/") && directory.endsWith("/") && directory.length() <= MOST_PATH,
                            "must begin and end with '/', and have up to " + MOST_PATH + " characters");
        }
        ApiErrors.check(violations);
    }
}
