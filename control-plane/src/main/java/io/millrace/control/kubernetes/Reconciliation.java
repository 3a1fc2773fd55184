package io.millrace.control.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.millrace.control.change.Known;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Makes edges, channels and rules what Kubernetes tells, as long as this replica leads. Used by one thread. */
final class Reconciliation implements AutoCloseable {

    private final ClusterParts parts;
    private final Informers informers;
    /** Each makes one pass over what it is about, with what is known of the store. */
    private final List<Function<Known, Pass>> steps = new ArrayList<>();

    private Pass last = Pass.NOTHING;
    private String lastStore = "";

    /** @param changed called when something is told; returns soon */
    Reconciliation(
            KubernetesClient client,
            String namespace,
            KubernetesConfig config,
            ClusterParts parts,
            Clock clock,
            Runnable changed) {
        this.parts = parts;
        this.informers = new Informers(client, namespace, changed);
        config.edgeService().ifPresent(service -> followEdges(service, config));
        if (config.resources()) {
            Ownership ownership = new Ownership(namespace);
            followCustom(CustomKind.channels(parts.channels(), ownership), ownership, client, clock);
            followCustom(CustomKind.shapingRules(parts.rules(), ownership), ownership, client, clock);
        }
    }

    private void followEdges(String service, KubernetesConfig config) {
        var slices = informers.followSlices(service);
        EdgeReconciler reconciler = new EdgeReconciler(
                new EdgeSlices(config.edgePort(), config.edgeUri()), parts.edges(), parts.edgeWatch());
        steps.add(known -> {
            if (!slices.hasSynced()) {
                return Pass.AGAIN;
            }
            reconciler.reconcile(Informers.told(slices));
            return Pass.NOTHING;
        });
    }

    private void followCustom(CustomKind<?> kind, Ownership ownership, KubernetesClient client, Clock clock) {
        SharedIndexInformer<GenericKubernetesResource> customs = informers.follow(kind.context());
        CustomReconciler<?> reconciler =
                new CustomReconciler<>(kind, ownership, new StatusWriter(client, kind.context(), clock));
        steps.add(known -> customs.hasSynced() ? reconciler.reconcile(Informers.told(customs), known) : Pass.AGAIN);
    }

    /**
     * Makes one pass over everything of which all is told that Kubernetes has, if what the last pass has changed is known.
     *
     * @return whether nothing has to be tried again
     * @throws RuntimeException if the store is away; to be tried again then
     */
    boolean pass(Known known) {
        if (!known.storeId().equals(lastStore)) {
            lastStore = known.storeId();
            last = Pass.NOTHING;
        }
        if (known.revision() < last.revision()) {
            return false;
        }
        Pass made = last;
        try {
            for (Function<Known, Pass> step : steps) {
                made = made.and(step.apply(known));
            }
        } finally {
            last = new Pass(made.revision(), true);
        }
        return made.complete();
    }

    @Override
    public void close() {
        informers.close();
    }
}
