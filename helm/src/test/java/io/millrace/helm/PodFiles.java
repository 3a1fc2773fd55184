package io.millrace.helm;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The volumes of one pod as directories of this machine, and which of their files are mounted where. */
final class PodFiles {

    private static final String SERVICE_ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount";

    private final Map<String, Path> volumes = new HashMap<>();
    /** What a cluster mounts by itself. */
    private final List<String> account = new ArrayList<>();

    PodFiles(PodSpec pod, Rendered manifests, Path root, String namespace) throws IOException {
        if (Boolean.TRUE.equals(pod.getAutomountServiceAccountToken())) {
            Path directory = Files.createDirectories(root.resolve("service-account"));
            Files.writeString(directory.resolve("namespace"), namespace);
            account.add(directory + ":" + SERVICE_ACCOUNT + ":ro");
        }
        for (Volume volume : pod.getVolumes()) {
            Path directory = Files.createDirectories(root.resolve(volume.getName()));
            if (volume.getEmptyDir() != null) {
                Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
            } else if (volume.getSecret() != null) {
                write(
                        directory,
                        dataOf(manifests.one(Secret.class, volume.getSecret().getSecretName())),
                        volume.getSecret().getItems());
            } else if (volume.getConfigMap() != null) {
                write(
                        directory,
                        dataOf(manifests.one(
                                ConfigMap.class, volume.getConfigMap().getName())),
                        volume.getConfigMap().getItems());
            } else if (volume.getProjected() != null) {
                for (VolumeProjection source : volume.getProjected().getSources()) {
                    project(directory, source, manifests);
                }
            } else {
                throw new IllegalArgumentException("a volume of a kind that is not known here: " + volume);
            }
            volumes.put(volume.getName(), directory);
        }
    }

    private static void project(Path directory, VolumeProjection source, Rendered manifests) throws IOException {
        if (source.getSecret() != null) {
            write(
                    directory,
                    dataOf(manifests.one(Secret.class, source.getSecret().getName())),
                    source.getSecret().getItems());
        } else if (source.getConfigMap() != null) {
            write(
                    directory,
                    dataOf(manifests.one(ConfigMap.class, source.getConfigMap().getName())),
                    source.getConfigMap().getItems());
        } else {
            throw new IllegalArgumentException("a source of a volume that is not known here: " + source);
        }
    }

    /** What is mounted into a container, each as Docker's bind. */
    List<String> binds(Container container) {
        return Stream.concat(container.getVolumeMounts().stream().map(this::bind), account.stream())
                .toList();
    }

    private String bind(VolumeMount mount) {
        Path source = volumes.get(mount.getName());
        if (source == null) {
            throw new IllegalArgumentException("there is no volume " + mount.getName());
        }
        Path mounted = mount.getSubPath() == null ? source : source.resolve(mount.getSubPath());
        String mode = Boolean.TRUE.equals(mount.getReadOnly()) ? ":ro" : "";
        return mounted + ":" + mount.getMountPath() + mode;
    }

    static Map<String, byte[]> dataOf(Secret secret) {
        Map<String, byte[]> data = new TreeMap<>();
        if (secret.getData() != null) {
            secret.getData()
                    .forEach((key, value) -> data.put(key, Base64.getDecoder().decode(value)));
        }
        if (secret.getStringData() != null) {
            secret.getStringData().forEach((key, value) -> data.put(key, value.getBytes(StandardCharsets.UTF_8)));
        }
        return data;
    }

    private static Map<String, byte[]> dataOf(ConfigMap configMap) {
        Map<String, byte[]> data = new TreeMap<>();
        configMap.getData().forEach((key, value) -> data.put(key, value.getBytes(StandardCharsets.UTF_8)));
        return data;
    }

    private static void write(Path directory, Map<String, byte[]> data, List<KeyToPath> items) throws IOException {
        Map<String, String> paths = new TreeMap<>();
        if (items == null || items.isEmpty()) {
            data.keySet().forEach(key -> paths.put(key, key));
        } else {
            items.forEach(item -> paths.put(item.getKey(), item.getPath()));
        }
        for (Map.Entry<String, String> path : paths.entrySet()) {
            byte[] content = data.get(path.getKey());
            if (content == null) {
                throw new IllegalArgumentException("there is no " + path.getKey() + " among " + data.keySet());
            }
            Path file = directory.resolve(path.getValue());
            Files.createDirectories(file.getParent());
            Files.write(file, content);
        }
    }
}
