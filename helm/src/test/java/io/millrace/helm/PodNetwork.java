package io.millrace.helm;

import io.fabric8.kubernetes.api.model.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The names by which pods find each other: those of the Services that select them. Docker's name server answers with all
 * containers that have a name, in turns.
 *
 * @param id of the network of containers
 */
record PodNetwork(String id, String namespace, Rendered manifests) {

    /** Of a pod with these labels. */
    List<String> namesOf(Map<String, String> labels, String pod) {
        List<String> names = new ArrayList<>();
        for (Service service : manifests.all(Service.class)) {
            if (selects(service, labels)) {
                String name = service.getMetadata().getName();
                for (String suffix : List.of(
                        "", "." + namespace, "." + namespace + ".svc", "." + namespace + ".svc.cluster.local")) {
                    names.add(name + suffix);
                    names.add(pod + "." + name + suffix);
                }
            }
        }
        return names;
    }

    static boolean selects(Service service, Map<String, String> labels) {
        Map<String, String> selector = service.getSpec().getSelector();
        return selector != null && !selector.isEmpty() && labels.entrySet().containsAll(selector.entrySet());
    }
}
