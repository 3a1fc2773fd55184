package io.millrace.control.resource;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import io.millrace.control.api.Etags;

/** The fields that every resource has and the control plane sets. */
public final class Stamp {

    private Stamp() {}

    /** As it is shown: with the revision at which it was last changed, and the etag that goes with it. */
    public static <M extends Message> M shown(M resource, long revision) {
        Message.Builder shown = resource.toBuilder();
        set(shown, "revision", revision);
        set(shown, "etag", Etags.of(revision));
        return built(shown);
    }

    /** As it is stored when it is new. */
    static <M extends Message> M created(M resource, String name, Timestamp now) {
        Message.Builder created = resource.toBuilder();
        set(created, "name", name);
        set(created, "create_time", now);
        set(created, "update_time", now);
        return built(created);
    }

    /** As it is stored when it has changed. */
    static <M extends Message> M updated(M resource, Timestamp now) {
        Message.Builder updated = resource.toBuilder();
        set(updated, "update_time", now);
        return built(updated);
    }

    static String text(Message resource, String field) {
        return (String) resource.getField(field(resource, field));
    }

    private static void set(Message.Builder resource, String field, Object value) {
        resource.setField(resource.getDescriptorForType().findFieldByName(field), value);
    }

    private static FieldDescriptor field(Message resource, String field) {
        return resource.getDescriptorForType().findFieldByName(field);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // a builder builds what it was made of
    private static <M extends Message> M built(Message.Builder builder) {
        return (M) builder.build();
    }
}
