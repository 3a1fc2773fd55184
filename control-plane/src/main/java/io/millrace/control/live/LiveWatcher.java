package io.millrace.control.live;

import io.grpc.stub.ServerCallStreamObserver;
import io.millrace.control.api.ApiErrors;
import io.millrace.proto.control.v1.LiveDirectory;
import io.millrace.proto.control.v1.WatchLiveResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * One caller that watches what is live: told of all, then of what is another than it was told. A slow one is told less
 * often, never later of more. Runs on a virtual thread of its own until the caller or the control plane ends it.
 */
final class LiveWatcher implements Runnable {

    private static final int MOST_AT_ONCE = 500;

    private final Supplier<NavigableMap<String, LiveDirectory>> live;
    private final Duration interval;
    private final ServerCallStreamObserver<WatchLiveResponse> call;
    private final BooleanSupplier stopping;
    private final Semaphore woken = new Semaphore(0);
    private NavigableMap<String, LiveDirectory> told = new TreeMap<>();

    /** To be made within the call itself, so that the handlers can be set. */
    LiveWatcher(
            Supplier<NavigableMap<String, LiveDirectory>> live,
            Duration interval,
            ServerCallStreamObserver<WatchLiveResponse> call,
            BooleanSupplier stopping) {
        this.live = live;
        this.interval = interval;
        this.call = call;
        this.stopping = stopping;
        call.setOnReadyHandler(woken::release);
        call.setOnCancelHandler(woken::release);
    }

    @Override
    public void run() {
        try {
            boolean first = true;
            while (!call.isCancelled()) {
                if (stopping.getAsBoolean()) {
                    call.onError(ApiErrors.unavailable("the control plane stops"));
                    return;
                }
                if (call.isReady()) {
                    tell(live.get(), first);
                    first = false;
                }
                pause();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            if (!call.isCancelled()) {
                call.onError(ApiErrors.fault(e));
            }
        }
    }

    /** Until the interval is over, or the caller has gone. */
    private void pause() throws InterruptedException {
        long end = System.nanoTime() + interval.toNanos();
        long left = interval.toNanos();
        while (left > 0 && !call.isCancelled()) {
            woken.tryAcquire(left, TimeUnit.NANOSECONDS);
            left = end - System.nanoTime();
        }
    }

    private void tell(NavigableMap<String, LiveDirectory> now, boolean evenNothing) {
        List<LiveDirectory> changed = new ArrayList<>();
        for (LiveDirectory directory : now.values()) {
            LiveDirectory before = told.get(directory.getDirectory());
            if (before == null || !timeless(before).equals(timeless(directory))) {
                changed.add(directory);
            }
        }
        List<String> ended = told.keySet().stream()
                .filter(directory -> !now.containsKey(directory))
                .toList();
        told = new TreeMap<>(Map.copyOf(now));
        if (changed.isEmpty() && ended.isEmpty() && !evenNothing) {
            return;
        }
        int from = 0;
        do {
            int to = Math.min(changed.size(), from + MOST_AT_ONCE);
            WatchLiveResponse.Builder part = WatchLiveResponse.newBuilder()
                    .addAllDirectories(changed.subList(from, to))
                    .setComplete(to == changed.size());
            if (from == 0) {
                part.addAllEnded(ended);
            }
            call.onNext(part.build());
            from = to;
        } while (from < changed.size());
    }

    /** That it was reported again is no change. */
    private static LiveDirectory timeless(LiveDirectory directory) {
        return directory.toBuilder().clearReportTime().build();
    }
}
