package io.millrace.control;

import static io.millrace.control.Cluster.NAMESPACE;
import static io.millrace.control.Cluster.awaitReason;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the control plane asks of a cluster: all that {@code deploy/rbac.yaml} allows and nothing else, or nothing at all. */
final class KubernetesRightsTest {

    /** It begins first, and ends last. */
    @Order(1)
    @RegisterExtension
    static final Cluster CLUSTER = new Cluster();

    @RegisterExtension
    static final Replicas REPLICAS = new Replicas(Map.of());

    private static final Pattern PATH = Pattern.compile("/apis/(?<group>[^/]+)/v1/namespaces/" + NAMESPACE
            + "/(?<plural>[^/?]+)(?:/(?<name>[^/?]+)(?:/(?<sub>[^/?]+))?)?(?<query>\\?.*)?");

    @Test
    void theRoleAllowsWhatIsAskedAndNothingElse() throws Exception {
        ControlServer first = REPLICAS.start(CLUSTER.settings());
        CLUSTER.createChannel("cam", Map.of("pathPrefix", "/cam/"));
        CLUSTER.createRule("slow", Map.of("actions", List.of(Map.of("bandwidth", Map.of("bitRate", 1_000_000)))));
        awaitReason(CLUSTER.channel("cam"), "Stored");
        awaitReason(CLUSTER.rule("slow"), "Stored");
        Cluster.change(CLUSTER.channel("cam"), Map.of("pathPrefix", "cam"));
        awaitReason(CLUSTER.channel("cam"), "Invalid");
        // It gives the Lease back; another one takes it, and renews it.
        first.close();
        ControlServer second = REPLICAS.start(CLUSTER.settings());
        Cluster.change(CLUSTER.channel("cam"), Map.of("pathPrefix", "/cam/"));
        awaitReason(CLUSTER.channel("cam"), "Stored");
        CLUSTER.channel("cam").delete();
        second.close();

        Set<String> asked = CLUSTER.requests().stream()
                .map(KubernetesRightsTest::asked)
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(allowed(), asked);
    }

    @Test
    void nothingStartsWhereItIsNotAskedFor() {
        Set<Thread> before = Thread.getAllStackTraces().keySet();

        REPLICAS.start(Map.of());
        assertTrue(Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread))
                .noneMatch(thread -> thread.getName().startsWith("control-kubernetes")));
    }

    @Test
    void aStartThatLeavesNothingToDoSaysWhatToSet() {
        Map<String, String> settings =
                Map.of("millrace.control.kubernetes.enabled", "true", "millrace.control.kubernetes.resources", "false");

        InvalidControlException failure = assertThrows(InvalidControlException.class, () -> REPLICAS.start(settings));
        assertTrue(failure.getMessage().contains("MILLRACE_CONTROL_KUBERNETES_EDGE_SERVICE"), failure::getMessage);
    }

    /** {@code verb group/resource}, and the name where it is a Lease's that is there. */
    private static String asked(RecordedRequest request) {
        Matcher path = PATH.matcher(request.getPath());
        assertTrue(path.matches(), request.getPath());
        String name = path.group("name");
        boolean watch = String.valueOf(path.group("query")).contains("watch=true");
        String verb = switch (request.getMethod()) {
            case "GET" -> watch ? "watch" : name == null ? "list" : "get";
            case "POST" -> "create";
            case "PUT" -> "update";
            case "PATCH" -> "patch";
            case "DELETE" -> "delete";
            default -> request.getMethod();
        };
        String sub = path.group("sub") == null ? "" : '/' + path.group("sub");
        boolean named = path.group("plural").equals("leases") && name != null;
        return verb + ' ' + path.group("group") + '/' + path.group("plural") + sub + (named ? ' ' + name : "");
    }

    private static Set<String> allowed() throws Exception {
        Set<String> allowed = new TreeSet<>();
        Role role = documents().stream()
                .filter(Role.class::isInstance)
                .map(Role.class::cast)
                .findFirst()
                .orElseThrow();
        for (PolicyRule rule : role.getRules()) {
            String names = rule.getResourceNames().isEmpty()
                    ? ""
                    : ' ' + rule.getResourceNames().getFirst();
            for (String verb : rule.getVerbs()) {
                for (String resource : rule.getResources()) {
                    allowed.add(verb + ' ' + rule.getApiGroups().getFirst() + '/' + resource + names);
                }
            }
        }
        return allowed;
    }

    private static List<HasMetadata> documents() throws Exception {
        try (var in = Files.newInputStream(Path.of("../deploy/rbac.yaml"))) {
            return CLUSTER.client().load(in).items();
        }
    }
}
