package io.millrace.control.kubernetes;

import com.google.protobuf.FieldMask;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.millrace.control.api.Etags;
import io.millrace.control.api.UpdateMask;
import io.millrace.control.caller.OwnChanges;
import io.millrace.control.change.Known;
import io.millrace.control.store.Stored;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Makes the store what the custom resources of one kind say, and tells them what became of them. What has not the mark of this
 * namespace was made over the API and is not touched. Used by one thread.
 */
final class CustomReconciler<M extends Message> {

    private static final Logger LOG = Logger.getLogger(CustomReconciler.class);
    private static final OwnChanges AUDIT = new OwnChanges("kubernetes");
    private static final FieldMask ALL = FieldMask.newBuilder().addPaths("*").build();

    private final CustomKind<M> kind;
    private final Ownership ownership;
    private final StatusWriter statuses;
    private String warned = "";

    CustomReconciler(CustomKind<M> kind, Ownership ownership, StatusWriter statuses) {
        this.kind = kind;
        this.ownership = ownership;
        this.statuses = statuses;
    }

    /**
     * One pass over all of them.
     *
     * @param known what is stored, with all that the last pass has changed
     * @return what is to be known before the next pass
     * @throws io.millrace.control.store.StoreUnavailableException if the store is away; to be tried again then
     */
    Pass reconcile(Collection<GenericKubernetesResource> declared, Known known) {
        Set<String> wanted = declared.stream()
                .map(custom -> kind.storedName(custom.getMetadata().getName()))
                .collect(Collectors.toSet());
        // First what nobody wants any more: what it claims may be another's then.
        for (Stored stored : known.resources().values()) {
            if (stored.value().getResourceCase() == kind.stored()
                    && !wanted.contains(stored.name())
                    && ownership.has(kind.shown(stored))) {
                delete(stored);
            }
        }
        Pass pass = Pass.NOTHING;
        for (GenericKubernetesResource custom : declared) {
            String name = kind.storedName(custom.getMetadata().getName());
            Optional<Verdict> verdict = settle(custom, name, known.resources().get(name));
            boolean told = verdict.isPresent() && tell(custom, verdict.get());
            pass = pass.and(new Pass(verdict.map(Verdict::revision).orElse(0L), told));
        }
        return pass;
    }

    private boolean tell(GenericKubernetesResource custom, Verdict verdict) {
        try {
            statuses.write(custom, verdict);
            return true;
        } catch (KubernetesClientException e) {
            warn("the status of " + kind.kind() + ' ' + custom.getMetadata().getName() + " can't be written: "
                    + e.getMessage());
            return false;
        }
    }

    private void delete(Stored stored) {
        try {
            kind.resources().delete(stored.name(), Etags.of(stored.revision()));
            audit("Delete", stored.name(), OptionalLong.empty());
        } catch (StatusRuntimeException e) {
            if (!overtaken(e)) {
                warn(stored.name() + " stays, although its custom resource is gone: "
                        + e.getStatus().getDescription());
            }
        }
    }

    /** Empty where somebody was faster: the next pass sees what it is then. */
    private Optional<Verdict> settle(GenericKubernetesResource custom, String name, Stored stored) {
        M wanted;
        try {
            wanted = wanted(custom);
        } catch (InvalidProtocolBufferException e) {
            return Optional.of(Verdict.unreadable(e.getMessage()));
        }
        if (stored != null && !ownership.has(kind.shown(stored))) {
            return Optional.of(Verdict.nameTaken(name));
        }
        try {
            long revision = stored == null ? create(custom, name, wanted) : update(name, wanted, stored);
            return Optional.of(Verdict.stored(name, revision));
        } catch (StatusRuntimeException e) {
            return overtaken(e)
                    ? Optional.empty()
                    : Optional.of(Verdict.refused(e, stored == null ? 0 : stored.revision()));
        }
    }

    private long create(GenericKubernetesResource custom, String name, M wanted) {
        M created =
                kind.resources().create("metadata.name", custom.getMetadata().getName(), wanted);
        long revision = kind.revision().applyAsLong(created);
        audit("Create", name, OptionalLong.of(revision));
        return revision;
    }

    private long update(String name, M wanted, Stored stored) {
        if (UpdateMask.settable(kind.shown(stored)).equals(wanted)) {
            return stored.revision();
        }
        Message.Builder update = wanted.toBuilder();
        update.setField(update.getDescriptorForType().findFieldByName("name"), name);
        update.setField(update.getDescriptorForType().findFieldByName("etag"), Etags.of(stored.revision()));
        @SuppressWarnings("unchecked") // a builder builds what it was made of
        M updated = kind.resources().update((M) update.build(), ALL);
        long revision = kind.revision().applyAsLong(updated);
        audit("Update", name, OptionalLong.of(revision));
        return revision;
    }

    /** What a custom resource says: the fields of its spec are those of the API's JSON. */
    private M wanted(GenericKubernetesResource custom) throws InvalidProtocolBufferException {
        Object spec = custom.getAdditionalProperties().getOrDefault("spec", Map.of());
        Message.Builder read = kind.empty().newBuilderForType();
        JsonFormat.parser().merge(Serialization.asJson(spec), read);
        @SuppressWarnings("unchecked") // a builder builds what it was made of
        M settable = (M) UpdateMask.settable(read.build());
        return kind.marked().apply(settable);
    }

    private static boolean overtaken(StatusRuntimeException refusal) {
        Status.Code code = refusal.getStatus().getCode();
        // What is there already may be this one's, made by a pass whose answer was lost: its mark tells the next pass.
        return code == Status.Code.ABORTED
                || code == Status.Code.NOT_FOUND
                || Verdict.reason(refusal).equals("ALREADY_EXISTS");
    }

    /** What goes wrong in one pass goes wrong in the next ones. */
    private void warn(String message) {
        if (!message.equals(warned)) {
            warned = message;
            LOG.warn(message);
        }
    }

    private void audit(String verb, String name, OptionalLong revision) {
        AUDIT.made("kubernetes", kind.named() + "Service/" + verb + kind.named(), name, revision);
    }
}
