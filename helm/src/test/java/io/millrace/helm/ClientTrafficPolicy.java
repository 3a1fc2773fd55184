package io.millrace.helm;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.List;

/** As much of Envoy Gateway's custom resource as the chart uses (its api/v1alpha1, timeout_types.go and pathsettings_types.go). */
record ClientTrafficPolicy(String apiVersion, String kind, ObjectMeta metadata, Spec spec) {

    record Spec(List<Target> targetRefs, Timeout timeout, PathSettings path) {}

    record Target(String group, String kind, String name, String sectionName) {}

    record Timeout(Http http) {}

    record Http(String requestReceivedTimeout, String streamIdleTimeout) {}

    record PathSettings(String escapedSlashesAction, boolean disableMergeSlashes) {}
}
