package io.millrace.cli.apply;

import com.google.api.FieldBehavior;
import com.google.api.FieldBehaviorProto;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.FieldMask;
import com.google.protobuf.Message;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.millrace.cli.CommandFailedException;
import io.millrace.cli.control.ApiFailure;
import io.millrace.cli.control.ResourceCalls;
import io.millrace.cli.resource.ResourceFiles.Written;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes resources what files say that they are: what a file leaves out is as it is in a new one. */
public final class Applying {

    private static final FieldMask ALL = FieldMask.newBuilder().addPaths("*").build();

    private final List<ResourceCalls<?>> kinds;

    /**
     * What became of a resource.
     *
     * @param outcome {@code created}, {@code changed} or {@code unchanged}
     * @param resource as it is now
     */
    public record Applied(String outcome, Message resource) {}

    /**
     * What became of all.
     *
     * @param applied in the order in which they were
     * @param refusal why the rest was not, and what that is; empty where there is none
     */
    public record Result(List<Applied> applied, Optional<CommandFailedException> refusal) {}

    /** A resource as it is to be, with its name. */
    private record Wanted<M extends Message>(int kind, ResourceCalls<M> calls, String name, M resource) {

        Applied apply() {
            M current;
            try {
                current = calls.get().apply(name);
            } catch (StatusRuntimeException e) {
                if (e.getStatus().getCode() != Status.Code.NOT_FOUND) {
                    throw e;
                }
                return new Applied("created", calls.create().create(name, resource));
            }
            if (settable(current).equals(settable(resource))) {
                return new Applied("unchanged", current);
            }
            return new Applied("changed", calls.update().update(resource, ALL));
        }
    }

    /** @param kinds those that may be applied; earlier ones are applied before later ones, which may name them */
    public Applying(List<ResourceCalls<?>> kinds) {
        this.kinds = kinds;
    }

    /**
     * Applies all of them, or none where one can't be understood. The first that the control plane refuses ends it; those
     * before it stay applied.
     *
     * @throws CommandFailedException if one can't be understood, or is there twice
     */
    public Result apply(List<Written> written) {
        Set<String> names = new HashSet<>();
        List<Wanted<?>> wanted = new ArrayList<>();
        for (Written one : written) {
            if (!names.add(one.name())) {
                throw new CommandFailedException(one.source() + " has " + one.name() + " twice");
            }
            wanted.add(wanted(one));
        }
        wanted.sort(Comparator.comparingInt(Wanted::kind));
        List<Applied> applied = new ArrayList<>();
        for (Wanted<?> one : wanted) {
            try {
                applied.add(one.apply());
            } catch (StatusRuntimeException e) {
                return new Result(applied, Optional.of(refusal(e, wanted.subList(applied.size(), wanted.size()))));
            }
        }
        return new Result(applied, Optional.empty());
    }

    /**
     * A file has many, so it is told which one it was.
     *
     * @param rest what was not applied, that one first
     */
    private static CommandFailedException refusal(StatusRuntimeException failure, List<Wanted<?>> rest) {
        List<String> lines = new ArrayList<>(ApiFailure.lines(failure));
        lines.set(0, rest.getFirst().name() + " could not be applied: " + lines.getFirst());
        if (rest.size() > 1) {
            lines.add("not applied either: "
                    + rest.stream().skip(1).map(Wanted::name).collect(Collectors.joining(", ")));
        }
        return new CommandFailedException(String.join(System.lineSeparator(), lines), ApiFailure.exitCode(failure));
    }

    private Wanted<?> wanted(Written written) {
        for (int kind = 0; kind < kinds.size(); kind++) {
            String collection = kinds.get(kind).collection() + "/";
            if (written.name().startsWith(collection) && written.name().lastIndexOf('/') < collection.length()) {
                return wanted(kind, kinds.get(kind), written);
            }
        }
        throw new CommandFailedException("%s: a resource has the name '%s'; it must be one of %s"
                .formatted(
                        written.source(),
                        written.name(),
                        String.join(
                                ", ",
                                kinds.stream()
                                        .map(one -> one.collection() + "/…")
                                        .toList())));
    }

    private static <M extends Message> Wanted<M> wanted(int kind, ResourceCalls<M> calls, Written written) {
        return new Wanted<>(kind, calls, written.name(), written.as(calls.template()));
    }

    /** Without what the control plane alone sets. */
    private static Message settable(Message resource) {
        Message.Builder result = resource.toBuilder();
        for (FieldDescriptor field : resource.getDescriptorForType().getFields()) {
            boolean told = field.getOptions()
                    .getExtension(FieldBehaviorProto.fieldBehavior)
                    .contains(FieldBehavior.OUTPUT_ONLY);
            if (told || field.getName().equals("etag")) {
                result.clearField(field);
            }
        }
        return result.build();
    }
}
