package io.millrace.control.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.vertx.VertxHttpClientFactory;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.control.InvalidControlException;
import io.millrace.control.change.Known;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * The control plane's work with Kubernetes. Of all replicas the one that holds a Lease does it; the others only wait for the
 * Lease. Owns one thread, which makes a pass over everything when something has changed on either side, and now and then
 * anyway.
 */
public final class KubernetesControl implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(KubernetesControl.class);
    private static final Duration TURN = Duration.ofSeconds(1);
    private static final Duration ANYWAY = Duration.ofSeconds(10);
    private static final Duration CLOSE = Duration.ofSeconds(2);

    private final KubernetesClient client;
    private final String namespace;
    private final KubernetesConfig config;
    private final ClusterParts parts;
    private final Leadership leadership;
    private final Thread worker =
            Thread.ofPlatform().name("control-kubernetes").daemon().unstarted(this::work);
    /** Guarded by this, as the next one. */
    private boolean hinted;

    private boolean closed;
    /** Touched by the worker alone, as all below; null while another replica leads. */
    private Reconciliation reconciliation;

    private Known seen;
    /** Kubernetes has told something. */
    private boolean news;
    /** The last pass left nothing to be tried again. */
    private boolean complete;

    private boolean failing;
    private long passNanos;

    private KubernetesControl(KubernetesClient client, String namespace, KubernetesConfig config, ClusterParts parts) {
        this.client = client;
        this.namespace = namespace;
        this.config = config;
        this.parts = parts;
        this.leadership = new Leadership(client, namespace, config.lease(), config.leaseDuration(), this::hint);
    }

    /**
     * Starts; returns at once, whether Kubernetes answers or not.
     *
     * @throws InvalidControlException if it is not known where to look, or there is nothing to do
     */
    public static KubernetesControl start(
            Vertx vertx, KubernetesConfig config, ClusterParts parts, MeterRegistry metrics) {
        if (config.edgeService().isEmpty() && !config.resources()) {
            throw new InvalidControlException("MILLRACE_CONTROL_KUBERNETES_ENABLED leaves nothing to do:"
                    + " set MILLRACE_CONTROL_KUBERNETES_EDGE_SERVICE or MILLRACE_CONTROL_KUBERNETES_RESOURCES too");
        }
        Config found = Config.autoConfigure(null);
        ConfigBuilder settings = new ConfigBuilder(found);
        config.apiServer().ifPresent(settings::withMasterUrl);
        String namespace = config.namespace().orElse(found.getNamespace());
        if (namespace == null) {
            throw new InvalidControlException("the namespace is not known: set MILLRACE_CONTROL_KUBERNETES_NAMESPACE");
        }
        KubernetesClient client = new KubernetesClientBuilder()
                .withConfig(settings.build())
                .withHttpClientFactory(new VertxHttpClientFactory(vertx))
                .build();
        KubernetesControl control = new KubernetesControl(client, namespace, config, parts);
        Gauge.builder("millrace.control.kubernetes.leading", control.leadership, known -> known.leading() ? 1 : 0)
                .description("Whether this replica is the one that works with Kubernetes")
                .register(metrics);
        control.worker.start();
        control.leadership.stand();
        return control;
    }

    private synchronized void hint() {
        hinted = true;
        notifyAll();
    }

    private void work() {
        while (awaitTurn()) {
            try {
                turn();
                if (failing) {
                    failing = false;
                    LOG.info("what Kubernetes tells is stored again");
                }
            } catch (RuntimeException e) {
                complete = false;
                if (!failing) {
                    failing = true;
                    LOG.warnf("what Kubernetes tells can't be stored now, and is tried again: %s", e.getMessage());
                }
            }
        }
        stopReconciling();
    }

    private void turn() {
        if (!leadership.leading()) {
            stopReconciling();
            return;
        }
        if (reconciliation == null) {
            reconciliation = new Reconciliation(client, namespace, config, parts, Clock.systemUTC(), this::hint);
            complete = false;
            seen = parts.mirror().known();
        }
        Known known = parts.mirror().known();
        boolean due = System.nanoTime() - passNanos > ANYWAY.toNanos();
        if (news || !complete || due || !known.sameAs(seen)) {
            news = false;
            seen = known;
            passNanos = System.nanoTime();
            complete = reconciliation.pass(known);
        }
    }

    private void stopReconciling() {
        if (reconciliation != null) {
            reconciliation.close();
            reconciliation = null;
        }
    }

    private synchronized boolean awaitTurn() {
        long end = System.nanoTime() + TURN.toNanos();
        try {
            for (long left = TURN.toMillis(); !hinted && !closed && left > 0; ) {
                wait(left);
                left = (end - System.nanoTime()) / 1_000_000;
            }
        } catch (InterruptedException e) {
            return false;
        }
        news |= hinted;
        hinted = false;
        return !closed;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        try {
            worker.join(CLOSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        leadership.close();
        client.close();
    }
}
