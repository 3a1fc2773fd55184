package io.millrace.ingest;

import io.millrace.control.client.ControlView;
import io.millrace.ingest.publisher.Decision;
import io.millrace.ingest.publisher.Grant;
import io.millrace.ingest.publisher.Proof;
import io.millrace.ingest.publisher.Publishers;
import io.millrace.ingest.publisher.Standing;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Looks after the permission of one upload in progress: when the control plane's view changes, when a key or a token
 * expires, and when a webhook's answer is too old. Owned by the upload's event loop, but for {@link #look}; ends with the
 * upload, or by ending it.
 */
final class PermissionWatch {

    /** Who is told that the upload must end, on its event loop, once. */
    interface Ended {

        void forGood(String reason);

        /** The reason may pass. */
        void forNow(String reason);
    }

    private static final Logger LOG = Logger.getLogger(PermissionWatch.class);

    /** Timers are no longer, for clocks may be set. */
    private static final Duration LONGEST = Duration.ofHours(1);
    /** A webhook that is away is asked so often, and an upload goes on for so long without its word. */
    private static final Duration ASK_AGAIN = Duration.ofSeconds(5);

    private static final Duration GRACE = Duration.ofMinutes(1);

    private final OpenUploads uploads;
    private final Publishers publishers;
    private final Supplier<Optional<ControlView>> views;
    private final InstantSource clock;
    private final EventLoop loop;
    private final Ended ended;
    /** Written by the event loop, read by whoever looks. */
    private volatile Permission permission;

    private ScheduledFuture<?> timer;
    private boolean over;
    private boolean asking;
    /** Since when the webhook has not answered; null while it does. */
    private Instant awaySince;

    PermissionWatch(
            OpenUploads uploads,
            Publishers publishers,
            Supplier<Optional<ControlView>> views,
            InstantSource clock,
            Permission permission,
            EventLoop loop,
            Ended ended) {
        this.uploads = uploads;
        this.publishers = publishers;
        this.views = views;
        this.clock = clock;
        this.permission = permission;
        this.loop = loop;
        this.ended = ended;
    }

    /** The upload is over. */
    void stop() {
        over = true;
        uploads.forget(this);
        if (timer != null) {
            timer.cancel(false);
        }
    }

    /** Looks whether the permission holds by a view. Called by any thread. */
    void look(ControlView view) {
        switch (permission) {
            case Permission.Lasting lasting -> {}
            case Permission.Outside outside -> {
                if (view.channelOf(outside.path()).isPresent()) {
                    end("the path is a channel's now");
                }
            }
            case Permission.Granted granted -> {
                switch (publishers.standing(view, granted.grant())) {
                    case Standing.Ended end -> end(end.reason());
                    case Standing.Holds holds -> holds.until().ifPresent(until -> loop.execute(() -> lookAgain(until)));
                    case Standing.AskAgain again -> loop.execute(() -> ask(granted.grant(), again.proof()));
                }
            }
        }
    }

    private void lookAgain(Instant at) {
        if (over) {
            return;
        }
        Duration wait = Duration.between(clock.instant(), at);
        long ms = Math.clamp(wait.toMillis() + 1, 1, LONGEST.toMillis());
        if (timer != null) {
            timer.cancel(false);
        }
        timer = loop.schedule(() -> views.get().ifPresent(this::look), ms, TimeUnit.MILLISECONDS);
    }

    private void ask(Grant grant, Proof.Webhook proof) {
        if (over || asking) {
            return;
        }
        asking = true;
        publishers
                .askAgain(proof)
                .whenComplete((decision, failure) -> loop.execute(() -> {
                    asking = false;
                    if (over) {
                        return;
                    }
                    if (failure != null) {
                        LOG.errorf(failure, "asking a webhook again failed: object=%s", grant.path());
                        away();
                        return;
                    }
                    switch (decision) {
                        case Decision.Allowed may -> {
                            awaySince = null;
                            permission = new Permission.Granted(new Grant(
                                    grant.channel(), grant.path(), may.grant().proof()));
                            views.get().ifPresent(this::look);
                        }
                        case Decision.Forbidden forbidden -> endNow(forbidden.detail());
                        case Decision.Unauthenticated unknown ->
                            endNow("who decides about publishers wants credentials now");
                        case Decision.TooMany tooMany -> away();
                        case Decision.Unknown unknown -> away();
                    }
                }));
    }

    private void away() {
        Instant now = clock.instant();
        if (awaySince == null) {
            awaySince = now;
        }
        if (now.isBefore(awaySince.plus(GRACE))) {
            lookAgain(now.plus(ASK_AGAIN));
        } else {
            over = true;
            uploads.ended();
            ended.forNow("who decides about publishers does not answer");
        }
    }

    private void end(String reason) {
        loop.execute(() -> endNow(reason));
    }

    private void endNow(String reason) {
        if (!over) {
            over = true;
            uploads.ended();
            ended.forGood(reason);
        }
    }
}
