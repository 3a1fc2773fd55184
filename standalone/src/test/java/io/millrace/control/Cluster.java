package io.millrace.control;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.CustomResourceDefinitionContext;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** An API server of Kubernetes that keeps in memory what it is given, with the custom resources that we define. */
final class Cluster implements AfterAllCallback {

    static final String NAMESPACE = "media";
    /** By which requests of tests are told from those of the control plane. */
    private static final String TEST = "test";

    private final KubernetesMockServer server = new KubernetesMockServer(
            new Context(), new MockWebServer(), new HashMap<>(), new KubernetesCrudDispatcher(), false);
    private final KubernetesClient client;
    private final CustomResourceDefinitionContext channels;
    private final CustomResourceDefinitionContext rules;

    Cluster() {
        server.init();
        client = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(Config.empty())
                        .withMasterUrl(server.url("/"))
                        .withNamespace(NAMESPACE)
                        .withUserAgent(TEST)
                        .build())
                .build();
        channels = define("channels");
        rules = define("shapingrules");
    }

    /** With which a control plane works with this cluster. */
    Map<String, String> settings() {
        return Map.of(
                "millrace.control.kubernetes.enabled", "true",
                "millrace.control.kubernetes.api-server", server.url("/"),
                "millrace.control.kubernetes.namespace", NAMESPACE,
                "millrace.control.kubernetes.edge-service", "edge",
                "millrace.control.kubernetes.lease-duration", "3s");
    }

    KubernetesClient client() {
        return client;
    }

    void createChannel(String name, Map<String, ?> spec) {
        create(channels, "Channel", name, spec);
    }

    void createRule(String name, Map<String, ?> spec) {
        create(rules, "ShapingRule", name, spec);
    }

    Resource<GenericKubernetesResource> channel(String name) {
        return client.genericKubernetesResources(channels)
                .inNamespace(NAMESPACE)
                .withName(name);
    }

    Resource<GenericKubernetesResource> rule(String name) {
        return client.genericKubernetesResources(rules).inNamespace(NAMESPACE).withName(name);
    }

    /** Changes a spec as a user does. */
    static void change(Resource<GenericKubernetesResource> custom, Map<String, ?> spec) {
        custom.edit(found -> {
            GenericKubernetesResource changed = Serialization.clone(found);
            changed.setAdditionalProperty("spec", spec);
            return changed;
        });
    }

    /** Waits until the custom resource tells this reason, of its present generation. */
    static void awaitReason(Resource<GenericKubernetesResource> custom, String reason) {
        await().until(
                        () -> {
                            GenericKubernetesResource found = custom.get();
                            boolean current =
                                    found.getMetadata().getGeneration().equals(number(found, "observedGeneration"));
                            return current ? condition(found, "reason") : "";
                        },
                        reason::equals);
    }

    static String condition(GenericKubernetesResource found, String field) {
        Object told = found.get("status", "conditions", 0, field);
        return String.valueOf(told);
    }

    static Long number(GenericKubernetesResource found, String field) {
        return found.get("status", field) instanceof Number number ? (Long) number.longValue() : null;
    }

    /** What the control plane has asked since the last call. */
    List<RecordedRequest> requests() {
        List<RecordedRequest> requests = new ArrayList<>();
        try {
            for (RecordedRequest request = server.takeRequest(0, TimeUnit.SECONDS);
                    request != null;
                    request = server.takeRequest(0, TimeUnit.SECONDS)) {
                if (!TEST.equals(request.getHeader("User-Agent"))) {
                    requests.add(request);
                }
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return requests;
    }

    private void create(CustomResourceDefinitionContext kind, String kindName, String name, Map<String, ?> spec) {
        GenericKubernetesResource custom = new GenericKubernetesResource();
        custom.setApiVersion("millrace.io/v1");
        custom.setKind(kindName);
        custom.setMetadata(
                new ObjectMetaBuilder().withName(name).withNamespace(NAMESPACE).build());
        custom.setAdditionalProperty("spec", spec);
        client.genericKubernetesResources(kind)
                .inNamespace(NAMESPACE)
                .resource(custom)
                .create();
    }

    private CustomResourceDefinitionContext define(String plural) {
        try {
            CustomResourceDefinition definition = Serialization.unmarshal(
                    Files.readString(Path.of("../deploy/crds", plural + ".millrace.io.yaml")),
                    CustomResourceDefinition.class);
            client.apiextensions()
                    .v1()
                    .customResourceDefinitions()
                    .resource(definition)
                    .create();
            return CustomResourceDefinitionContext.fromCrd(definition);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        client.close();
        server.destroy();
    }
}
