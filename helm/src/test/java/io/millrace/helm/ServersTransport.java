package io.millrace.helm;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.List;

/** As much of Traefik's custom resource as the chart uses. */
record ServersTransport(String apiVersion, String kind, ObjectMeta metadata, Spec spec) {

    record Spec(String serverName, List<String> rootCAsSecrets) {}
}
