package io.millrace.helm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who gets which secret, and where it comes from. */
class SecretsTest {

    /** What each kind of pod may have of Secrets, by key; its certificate is its own. */
    private static final Map<String, Set<String>> ALLOWED = Map.of(
            "ingest", Set.of("ingest-token", "ingest", "ca.crt", "tls.crt", "tls.key"),
            "edge", Set.of("edge-token", "edge", "ca.crt", "tls.crt", "tls.key"),
            "shaper", Set.of("shaper-token", "auth-key"),
            "control", Set.of("callers.json", "control", "ca.crt", "tls.crt", "tls.key"),
            "redis", Set.of("users.acl"),
            "kafka", Set.of(),
            "test", Set.of("admin-token", "ca.crt"));

    /** A key of a Secret, and the file that a pod has it in. */
    private record Item(String secret, String key, String file) {}

    @AfterEach
    void forgetSecrets() {
        Cluster.get().clear();
    }

    @Test
    void noServiceGetsASecretThatItDoesNotNeed() {
        Matrix.each(set -> {
            Matrix.rendered(set).pods().forEach((name, pod) -> {
                String component = Rendered.component(pod);
                for (Volume volume : pod.getSpec().getVolumes()) {
                    if (volume.getSecret() != null
                            && volume.getSecret().getItems().isEmpty()) {
                        assertTrue(
                                volume.getName().equals("tls")
                                        && volume.getSecret().getSecretName().contains(component),
                                () -> name + " has all of " + volume.getSecret().getSecretName());
                    }
                }
                for (Item item : items(pod)) {
                    assertTrue(ALLOWED.get(component).contains(item.key()), () -> name + " has " + item);
                }
                for (EnvVar variable : PodsTest.container(pod).getEnv()) {
                    if (variable.getValueFrom() != null) {
                        String key = variable.getValueFrom().getSecretKeyRef().getKey();
                        assertTrue(ALLOWED.get(component).contains(key), () -> name + " has " + key);
                    }
                }
            });
        });
    }

    @Test
    void callersKnowTheGeneratedTokensByTheirHashes() throws Exception {
        Map<String, String> secret = tokens(Matrix.rendered("base"));
        JsonNode callers = Yaml.map(secret.get("callers.json"));
        Map<String, String> roles = new HashMap<>();
        for (JsonNode caller : callers.get("tokens")) {
            String token = secret.get(caller.get("name").asText() + "-token");
            assertEquals(sha256(token), caller.get("sha256").asText());
            assertTrue(token.length() >= 32);
            roles.put(caller.get("name").asText(), caller.get("role").asText());
        }
        assertEquals(
                Map.of(
                        "ingest", "service",
                        "edge", "service",
                        "shaper", "service",
                        "admin", "admin",
                        "operator", "operator"),
                roles);
    }

    @Test
    void furtherCallersAreAmongThem() {
        Rendered rendered = Chart.render(Yaml.merged(Matrix.values("base"), Yaml.map("""
                auth:
                  callers:
                    tokens: [{name: ci, role: operator, sha256: "%s"}]
                    certificates: [{name: lab, role: viewer, subject: "CN=lab,O=Example"}]
                """.formatted("0".repeat(64)))));
        JsonNode callers = Yaml.map(tokens(rendered).get("callers.json"));
        assertEquals(6, callers.get("tokens").size());
        assertEquals("ci", callers.at("/tokens/5/name").asText());
        assertEquals("CN=lab,O=Example", callers.at("/certificates/0/subject").asText());
    }

    @Test
    void whatWasGeneratedIsKeptByAnUpgrade() {
        Rendered before = Chart.render(Matrix.values("base"));
        for (Secret secret : before.all(Secret.class)) {
            Cluster.get().put(secret.getMetadata().getName(), secret.getStringData());
        }
        Rendered after = Chart.render(Matrix.values("base"));
        assertEquals(3, after.all(Secret.class).size());
        for (Secret secret : after.all(Secret.class)) {
            String name = secret.getMetadata().getName();
            assertEquals(before.one(Secret.class, name).getStringData(), secret.getStringData(), name);
        }
    }

    @Test
    void eachInstallationHasSecretsOfItsOwn() {
        assertNotEquals(tokens(Chart.render(Matrix.values("base"))), tokens(Chart.render(Matrix.values("base"))));
    }

    @Test
    void aKeyThatIsTakenOutOfTheSecretIsMadeAnew() {
        Map<String, String> before = new HashMap<>(tokens(Chart.render(Matrix.values("base"))));
        String edge = before.remove("edge-token");
        Cluster.get().put("millrace-tokens", before);
        Map<String, String> after = tokens(Chart.render(Matrix.values("base")));
        assertNotEquals(edge, after.get("edge-token"));
        assertEquals(before.get("ingest-token"), after.get("ingest-token"));
    }

    @Test
    void usersOfTheBundledRedisHaveTheRulesOfTheProjectAndNoPasswordInTheClear() throws Exception {
        Map<String, String> secret =
                Matrix.rendered("base").one(Secret.class, "millrace-redis").getStringData();
        String rules = secret.get("users.acl");
        String expected = Files.readString(Repository.file("deploy/redis/users.acl"));
        for (String component : List.of("ingest", "edge", "control")) {
            expected = expected.replaceAll(
                    "(user millrace-" + component + " [^\\n]*)>REPLACE_\\S+", "$1#" + sha256(secret.get(component)));
        }
        assertEquals(expected, rules);
        assertTrue(!rules.contains("REPLACE") && !rules.matches("(?s).*\\s>\\S.*"), rules);
    }

    @Test
    void nothingIsGeneratedWhereSecretsAreGiven() {
        Rendered rendered = Matrix.rendered("own stores and given tokens");
        assertEquals(List.of(), rendered.names(Secret.class));
    }

    private static Map<String, String> tokens(Rendered rendered) {
        return rendered.one(Secret.class, "millrace-tokens").getStringData();
    }

    /** Names of the Secrets that a pod has anything of. */
    static Set<String> secretsOf(PodTemplateSpec pod) {
        Set<String> names = new TreeSet<>();
        items(pod).forEach(item -> names.add(item.secret()));
        for (Volume volume : pod.getSpec().getVolumes()) {
            if (volume.getSecret() != null) {
                names.add(volume.getSecret().getSecretName());
            }
        }
        for (EnvVar variable : PodsTest.container(pod).getEnv()) {
            if (variable.getValueFrom() != null) {
                names.add(variable.getValueFrom().getSecretKeyRef().getName());
            }
        }
        return names;
    }

    /** Files that a pod has of Secrets; of a certificate's those that it always has. */
    static Set<String> filesOf(PodTemplateSpec pod) {
        Map<String, String> paths = new HashMap<>();
        PodsTest.container(pod).getVolumeMounts().forEach(mount -> paths.put(mount.getName(), mount.getMountPath()));
        Set<String> files = new HashSet<>();
        for (Volume volume : pod.getSpec().getVolumes()) {
            String path = paths.get(volume.getName());
            if (volume.getSecret() != null && volume.getSecret().getItems().isEmpty()) {
                List.of("tls.crt", "tls.key", "ca.crt").forEach(file -> files.add(path + "/" + file));
            }
            items(volume).forEach(item -> files.add(path + "/" + item.file()));
        }
        return files;
    }

    private static List<Item> items(PodTemplateSpec pod) {
        return pod.getSpec().getVolumes().stream()
                .flatMap(volume -> items(volume).stream())
                .toList();
    }

    private static List<Item> items(Volume volume) {
        List<Item> found = new ArrayList<>();
        if (volume.getSecret() != null) {
            add(found, volume.getSecret().getSecretName(), volume.getSecret().getItems());
        }
        if (volume.getProjected() != null) {
            for (VolumeProjection source : volume.getProjected().getSources()) {
                add(found, source.getSecret().getName(), source.getSecret().getItems());
            }
        }
        return found;
    }

    private static void add(List<Item> found, String secret, List<KeyToPath> keys) {
        keys.forEach(key -> found.add(new Item(secret, key.getKey(), key.getPath())));
    }

    private static String sha256(String text) throws NoSuchAlgorithmException, IOException {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
