package io.millrace.control.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;

/**
 * Whether this replica is the one that works with Kubernetes, by a Lease that the replicas have in common. It stands for
 * election until it is closed, and gives the Lease back then.
 */
final class Leadership implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Leadership.class);

    private static final Duration CLOSE = Duration.ofSeconds(3);

    private final KubernetesClient client;
    private final LeaseLock lease;
    private final Duration duration;
    private final Runnable changed;
    private volatile boolean leading;
    /** Guarded by this, as the next one. */
    private CompletableFuture<?> election;

    private boolean closed;

    /** @param changed called when it has become another; returns soon */
    Leadership(KubernetesClient client, String namespace, String name, Duration duration, Runnable changed) {
        this.client = client;
        this.duration = duration;
        this.changed = changed;
        // Two lives of a pod are two candidates.
        String identity = Objects.requireNonNullElse(System.getenv("HOSTNAME"), "control") + '_' + UUID.randomUUID();
        this.lease = new LeaseLock(namespace, name, identity);
    }

    /** Stands for election, and again after it was lost. Returns at once. */
    synchronized void stand() {
        if (closed) {
            return;
        }
        election = client.leaderElector()
                .withConfig(new LeaderElectionConfigBuilder()
                        .withName(lease.describe())
                        .withLock(lease)
                        .withLeaseDuration(duration)
                        .withRenewDeadline(duration.multipliedBy(2).dividedBy(3))
                        .withRetryPeriod(duration.dividedBy(8))
                        .withReleaseOnCancel(true)
                        .withLeaderCallbacks(new LeaderCallbacks(() -> become(true), () -> become(false), leader -> {}))
                        .build())
                .build()
                .start();
        // Never on the thread that ends the old election: it still holds what that one needs.
        election.whenCompleteAsync((done, failure) -> {
            become(false);
            stand();
        });
    }

    boolean leading() {
        return leading;
    }

    private void become(boolean leader) {
        if (leading != leader) {
            leading = leader;
            LOG.infof("this replica %s Kubernetes", leader ? "works with" : "leaves it to others to work with");
            changed.run();
        }
    }

    @Override
    public void close() {
        CompletableFuture<?> running;
        synchronized (this) {
            closed = true;
            running = election;
        }
        if (running == null) {
            return;
        }
        // It is given back by a call to Kubernetes, which may be away.
        Thread giving =
                Thread.ofPlatform().name("control-kubernetes-lease").daemon().start(() -> running.cancel(true));
        try {
            giving.join(CLOSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
