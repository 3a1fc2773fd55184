package io.millrace.helm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import io.fabric8.certmanager.api.model.v1.Certificate;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.BackendTLSPolicy;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GRPCRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.scheduling.v1.PriorityClass;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import java.util.HashSet;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Set;

/** The models of all that the chart makes; a field that they do not have is an error, as with {@code kubectl --validate=strict}. */
final class StrictModel {

    /** Version and kind, and the model of it. */
    static final Map<String, Class<?>> MODELS = Map.ofEntries(
            model("v1", ConfigMap.class),
            model("v1", Secret.class),
            model("v1", Service.class),
            model("v1", ServiceAccount.class),
            model("v1", Pod.class),
            model("apps/v1", Deployment.class),
            model("apps/v1", StatefulSet.class),
            model("autoscaling/v2", HorizontalPodAutoscaler.class),
            model("policy/v1", PodDisruptionBudget.class),
            model("networking.k8s.io/v1", NetworkPolicy.class),
            model("networking.k8s.io/v1", Ingress.class),
            model("rbac.authorization.k8s.io/v1", Role.class),
            model("rbac.authorization.k8s.io/v1", RoleBinding.class),
            model("scheduling.k8s.io/v1", PriorityClass.class),
            model("apiextensions.k8s.io/v1", CustomResourceDefinition.class),
            model("gateway.networking.k8s.io/v1", HTTPRoute.class),
            model("gateway.networking.k8s.io/v1", GRPCRoute.class),
            model("gateway.networking.k8s.io/v1", BackendTLSPolicy.class),
            model("monitoring.coreos.com/v1", PodMonitor.class),
            model("monitoring.coreos.com/v1", PrometheusRule.class),
            model("cert-manager.io/v1", Certificate.class),
            model("keda.sh/v1alpha1", ScaledObject.class),
            model("traefik.io/v1alpha1", ServersTransport.class),
            model("gateway.envoyproxy.io/v1alpha1", BackendTrafficPolicy.class),
            model("gateway.envoyproxy.io/v1alpha1", ClientTrafficPolicy.class));

    private static final ObjectMapper MAPPER = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .setAnnotationIntrospector(new JacksonAnnotationIntrospector() {
                // The models would keep what they do not know beside their fields.
                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                    return false;
                }
            });

    private StrictModel() {}

    static <T> T read(JsonNode document, Class<T> type) {
        try {
            return MAPPER.treeToValue(document, type);
        } catch (JsonProcessingException e) {
            throw new AssertionError(
                    document.at("/kind").asText() + " "
                            + document.at("/metadata/name").asText() + ": " + e.getMessage(),
                    e);
        }
    }

    /** Names of those fields of a model that are set. */
    static Set<String> fields(Object model) {
        Set<String> names = new HashSet<>();
        MAPPER.valueToTree(model).fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static Entry<String, Class<?>> model(String version, Class<?> type) {
        return Map.entry(version + " " + type.getSimpleName(), type);
    }
}
