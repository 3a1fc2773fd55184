package io.millrace.control.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jboss.logging.Logger;

/** What Kubernetes tells, kept up to date until it is closed. Runs while this replica leads. */
final class Informers implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Informers.class);
    private static final String SERVICE_NAME = "kubernetes.io/service-name";

    private final KubernetesClient client;
    private final String namespace;
    private final Runnable changed;
    private final List<SharedIndexInformer<?>> running = new ArrayList<>();

    /** @param changed called when something is told; returns soon */
    Informers(KubernetesClient client, String namespace, Runnable changed) {
        this.client = client;
        this.namespace = namespace;
        this.changed = changed;
    }

    /** Custom resources of a kind. */
    SharedIndexInformer<GenericKubernetesResource> follow(ResourceDefinitionContext kind) {
        return follow(kind.getPlural(), client.genericKubernetesResources(kind).inNamespace(namespace));
    }

    /** EndpointSlices of a Service. */
    SharedIndexInformer<EndpointSlice> followSlices(String service) {
        return follow(
                "endpointslices",
                client.discovery().v1().endpointSlices().inNamespace(namespace).withLabel(SERVICE_NAME, service));
    }

    /** What is told now, in the order of its names. */
    static <T extends HasMetadata> List<T> told(SharedIndexInformer<T> informer) {
        return informer.getStore().list().stream()
                .sorted(Comparator.comparing(told -> told.getMetadata().getName()))
                .toList();
    }

    private <T extends HasMetadata> SharedIndexInformer<T> follow(String what, Informable<T> followed) {
        SharedIndexInformer<T> informer = followed.runnableInformer(0);
        running.add(informer);
        informer.addEventHandler(new ResourceEventHandler<>() {
            @Override
            public void onAdd(T added) {
                changed.run();
            }

            @Override
            public void onUpdate(T before, T after) {
                changed.run();
            }

            @Override
            public void onDelete(T deleted, boolean unknown) {
                changed.run();
            }

            @Override
            public void onNothing() {
                changed.run();
            }
        });
        informer.exceptionHandler((started, failure) -> {
            LOG.warnf("%s can't be followed now, and are tried again: %s", what, failure.getMessage());
            return true;
        });
        informer.start();
        return informer;
    }

    @Override
    public void close() {
        running.forEach(SharedIndexInformer::close);
    }
}
