package io.millrace.helm;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The environment of containers as their pods declare it. */
final class PodEnvironment {

    private final Rendered manifests;
    private final String namespace;
    private final Map<String, String> more;

    /**
     * Of pods in a namespace.
     *
     * @param more what the cluster adds, as the address of its API server
     */
    PodEnvironment(Rendered manifests, String namespace, Map<String, String> more) {
        this.manifests = manifests;
        this.namespace = namespace;
        this.more = more;
    }

    /** Each as {@code NAME=value}. */
    List<String> of(Container container, String pod) {
        Map<String, String> environment = new LinkedHashMap<>();
        for (EnvFromSource source : container.getEnvFrom()) {
            if (source.getConfigMapRef() != null) {
                environment.putAll(manifests
                        .one(ConfigMap.class, source.getConfigMapRef().getName())
                        .getData());
            } else {
                Secret secret =
                        manifests.one(Secret.class, source.getSecretRef().getName());
                PodFiles.dataOf(secret)
                        .forEach((key, value) -> environment.put(key, new String(value, StandardCharsets.UTF_8)));
            }
        }
        for (EnvVar variable : container.getEnv()) {
            environment.put(
                    variable.getName(),
                    variable.getValueFrom() == null
                            ? substituted(variable.getValue(), environment)
                            : value(variable.getValueFrom(), pod));
        }
        environment.putAll(more);
        return environment.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .toList();
    }

    /** {@code $(NAME)} stands for a variable that comes before. */
    private static String substituted(String value, Map<String, String> before) {
        String whole = value == null ? "" : value;
        for (Map.Entry<String, String> variable : before.entrySet()) {
            whole = whole.replace("$(" + variable.getKey() + ")", variable.getValue());
        }
        return whole;
    }

    private String value(EnvVarSource source, String pod) {
        if (source.getFieldRef() != null) {
            return switch (source.getFieldRef().getFieldPath()) {
                case "metadata.name" -> pod;
                case "metadata.namespace" -> namespace;
                case "spec.nodeName" -> "node";
                case String other -> throw new IllegalArgumentException("a field that is not known here: " + other);
            };
        }
        if (source.getSecretKeyRef() != null) {
            byte[] value = PodFiles.dataOf(
                            manifests.one(Secret.class, source.getSecretKeyRef().getName()))
                    .get(source.getSecretKeyRef().getKey());
            return new String(value, StandardCharsets.UTF_8);
        }
        if (source.getConfigMapKeyRef() != null) {
            return manifests
                    .one(ConfigMap.class, source.getConfigMapKeyRef().getName())
                    .getData()
                    .get(source.getConfigMapKeyRef().getKey());
        }
        throw new IllegalArgumentException("a source of a variable that is not known here: " + source);
    }
}
