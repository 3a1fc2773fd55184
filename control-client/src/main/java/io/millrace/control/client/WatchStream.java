package io.millrace.control.client;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.millrace.proto.control.v1.ConfigServiceGrpc;
import io.millrace.proto.control.v1.WatchRequest;
import io.millrace.proto.control.v1.WatchResponse;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * One watch over one channel, which ends with it. Tells of messages until it is closed or has ended, and of its end once.
 * Silence ends it. Confined to the client's thread, on which gRPC tells of what happens.
 */
final class WatchStream implements ClientResponseObserver<WatchRequest, WatchResponse>, AutoCloseable {

    private final ManagedChannel channel;
    private final Events events;
    private final Duration silence;
    private final ScheduledExecutorService thread;
    private final String target;
    private ClientCallStreamObserver<WatchRequest> call;
    private Future<?> watchdog;
    private long lastNanos;
    private boolean over;

    /** What it tells of. */
    interface Events {

        void message(WatchStream from, WatchResponse message);

        void ended(WatchStream ended, Status why);
    }

    private WatchStream(
            ManagedChannel channel, String target, Duration silence, ScheduledExecutorService thread, Events events) {
        this.channel = channel;
        this.target = target;
        this.silence = silence;
        this.thread = thread;
        this.events = events;
    }

    static WatchStream open(
            ManagedChannel channel,
            String target,
            WatchRequest request,
            Duration silence,
            ScheduledExecutorService thread,
            Events events) {
        WatchStream stream = new WatchStream(channel, target, silence, thread, events);
        stream.lastNanos = System.nanoTime();
        stream.watch(silence.toNanos());
        try {
            ConfigServiceGrpc.newStub(channel).watch(request, stream);
            return stream;
        } catch (RuntimeException e) {
            stream.close();
            throw e;
        }
    }

    ManagedChannel channel() {
        return channel;
    }

    /** Where it leads. */
    String target() {
        return target;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<WatchRequest> starting) {
        call = starting;
    }

    @Override
    public void onNext(WatchResponse message) {
        if (!over) {
            lastNanos = System.nanoTime();
            events.message(this, message);
        }
    }

    @Override
    public void onError(Throwable failure) {
        ended(Status.fromThrowable(failure));
    }

    @Override
    public void onCompleted() {
        ended(Status.UNAVAILABLE.withDescription("the control plane has ended the watch"));
    }

    /** Ends it with all that goes over its channel; nothing is told any more. */
    @Override
    public void close() {
        end();
        channel.shutdownNow();
    }

    /** Ends it; other calls over its channel may come to their end. */
    void end() {
        over = true;
        watchdog.cancel(false);
        if (call != null) {
            call.cancel("the watch is over", null);
        }
        channel.shutdown();
    }

    private void ended(Status why) {
        if (!over) {
            close();
            events.ended(this, why);
        }
    }

    private void watch(long nanos) {
        watchdog = thread.schedule(this::look, nanos, TimeUnit.NANOSECONDS);
    }

    private void look() {
        long left = lastNanos + silence.toNanos() - System.nanoTime();
        if (left > 0) {
            watch(left);
        } else {
            ended(Status.DEADLINE_EXCEEDED.withDescription("nothing came for " + silence.toMillis() + " ms"));
        }
    }
}
