package io.millrace.helm;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.WaitContainerResultCallback;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.RestartPolicy;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecurityContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A pod as a container of Docker: with its image, its arguments, its environment, its files, its user, its limit of memory and
 * nothing that its security context does not give it. Its init containers run before it.
 */
final class RunningPod implements AutoCloseable {

    /** Well within a test's patience, and longer than anything that a container does to its end. */
    private static final int END_SECONDS = 120;

    private final DockerClient docker;
    private final String name;
    private final PodTemplateSpec template;
    private final Container main;
    private final PodFiles files;
    private final PodEnvironment environment;
    private final PodNetwork network;
    private final List<String> containers = new ArrayList<>();
    private volatile int restartsUntilReady;

    RunningPod(
            DockerClient docker,
            String name,
            PodTemplateSpec template,
            PodFiles files,
            PodEnvironment environment,
            PodNetwork network) {
        this.docker = docker;
        this.name = name;
        this.template = template;
        this.files = files;
        this.environment = environment;
        this.network = network;
        List<Container> all = template.getSpec().getContainers();
        if (all.size() != 1) {
            throw new IllegalArgumentException("a pod of one container is what can be run here, not " + all.size());
        }
        this.main = all.getFirst();
    }

    /** Starts it; as in a cluster, nobody waits until what it needs is there. */
    void start() {
        for (Container first : template.getSpec().getInitContainers()) {
            int exit = run(create(first, RestartPolicy.noRestart()));
            if (exit != 0) {
                throw new IllegalStateException(
                        name + "'s container " + first.getName() + " ended with " + exit + ":\n" + log());
            }
        }
        docker.startContainerCmd(create(main, RestartPolicy.alwaysRestart())).exec();
    }

    /** Runs it to its end; the status that it ends with. */
    int runToItsEnd() {
        for (Container each : template.getSpec().getInitContainers()) {
            int exit = run(create(each, RestartPolicy.noRestart()));
            if (exit != 0) {
                return exit;
            }
        }
        return run(create(main, RestartPolicy.noRestart()));
    }

    private int run(String container) {
        docker.startContainerCmd(container).exec();
        try (WaitContainerResultCallback end =
                docker.waitContainerCmd(container).start()) {
            return end.awaitStatusCode(END_SECONDS, TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private String create(Container container, RestartPolicy restart) {
        SecurityContext security = container.getSecurityContext();
        HostConfig host = HostConfig.newHostConfig()
                .withNetworkMode(network.id())
                .withRestartPolicy(restart)
                .withReadonlyRootfs(Boolean.TRUE.equals(security.getReadOnlyRootFilesystem()))
                .withSecurityOpts(List.of("no-new-privileges"))
                .withBinds(files.binds(container).stream().map(Bind::parse).toList());
        if (security.getCapabilities() != null) {
            host.withCapDrop(security.getCapabilities().getDrop().stream()
                    .map(Capability::valueOf)
                    .toArray(Capability[]::new));
        }
        Map<String, Quantity> limits = container.getResources() == null
                ? null
                : container.getResources().getLimits();
        if (limits != null && limits.containsKey("memory")) {
            host.withMemory(limits.get("memory").getNumericalAmount().longValueExact());
        }
        CreateContainerCmd create = docker.createContainerCmd(container.getImage())
                .withName(network.id() + "-" + name + "-" + container.getName())
                .withHostName(name)
                .withHostConfig(host)
                .withAliases(network.namesOf(template.getMetadata().getLabels(), name))
                .withUser(user(container))
                .withEnv(environment.of(container, name));
        if (container.getCommand() != null && !container.getCommand().isEmpty()) {
            create.withEntrypoint(container.getCommand());
        }
        if (container.getArgs() != null && !container.getArgs().isEmpty()) {
            create.withCmd(container.getArgs());
        }
        String id = create.exec().getId();
        containers.add(id);
        return id;
    }

    /** The user that the container or the pod names, else that of the image. */
    private String user(Container container) {
        Long user = container.getSecurityContext().getRunAsUser();
        Long group = container.getSecurityContext().getRunAsGroup();
        PodSecurityContext pod = template.getSpec().getSecurityContext();
        if (user == null && pod != null) {
            user = pod.getRunAsUser();
        }
        if (group == null && pod != null) {
            group = pod.getRunAsGroup();
        }
        return user == null ? "" : group == null ? user.toString() : user + ":" + group;
    }

    String name() {
        return name;
    }

    Map<String, String> labels() {
        return template.getMetadata().getLabels();
    }

    Container container() {
        return main;
    }

    /** Where this machine and other pods reach it; empty while it does not run. */
    String address() {
        return inspect().getNetworkSettings().getNetworks().values().stream()
                .map(one -> one.getIpAddress())
                .filter(address -> address != null)
                .findFirst()
                .orElse("");
    }

    /** The number of a port of its container that is given by number or name. */
    int port(IntOrString port) {
        if (port.getIntVal() != null) {
            return port.getIntVal();
        }
        return main.getPorts().stream()
                .filter(one -> port.getStrVal().equals(one.getName()))
                .map(ContainerPort::getContainerPort)
                .findFirst()
                .orElseThrow();
    }

    PodTemplateSpec template() {
        return template;
    }

    /** Told when it is ready for the first time. */
    void isReadyNow() {
        restartsUntilReady = inspect().getRestartCount();
    }

    /** Whether it was never started again since it was ready; before that it may have waited for its Redis so. */
    boolean runsSinceItWasReady() {
        return inspect().getRestartCount() == restartsUntilReady;
    }

    private InspectContainerResponse inspect() {
        return docker.inspectContainerCmd(containers.getLast()).exec();
    }

    /** Ends it as a deletion does: SIGTERM, and SIGKILL when its time is over; the status that it ended with. */
    int stop() {
        docker.stopContainerCmd(containers.getLast())
                .withTimeout(Math.toIntExact(template.getSpec().getTerminationGracePeriodSeconds()))
                .exec();
        return inspect().getState().getExitCodeLong().intValue();
    }

    /** What its containers have printed. */
    String log() {
        StringBuilder log = new StringBuilder();
        for (String container : containers) {
            try (ResultCallback.Adapter<Frame> lines = new ResultCallback.Adapter<>() {
                @Override
                public void onNext(Frame frame) {
                    log.append(new String(frame.getPayload(), StandardCharsets.UTF_8));
                }
            }) {
                docker.logContainerCmd(container)
                        .withStdOut(true)
                        .withStdErr(true)
                        .exec(lines)
                        .awaitCompletion(10, TimeUnit.SECONDS);
            } catch (IOException e) {
                log.append(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return log.toString();
    }

    @Override
    public void close() {
        for (String container : containers) {
            try {
                docker.removeContainerCmd(container)
                        .withForce(true)
                        .withRemoveVolumes(true)
                        .exec();
            } catch (NotFoundException gone) {
                // Somebody was faster.
            }
        }
    }
}
