package io.millrace.control.api;

import com.google.api.FieldBehavior;
import com.google.api.FieldBehaviorProto;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.FieldMask;
import com.google.protobuf.Message;
import com.google.protobuf.util.FieldMaskUtil;
import io.millrace.checks.Violations;
import java.util.ArrayList;
import java.util.List;

/** Which fields of a resource a change is of (AIP-134). Fields that only the control plane sets are passed over. */
public final class UpdateMask {

    private static final String ALL = "*";
    private static final String ETAG = "etag";

    private UpdateMask() {}

    /**
     * A resource with the fields that change.
     *
     * @param current what it is
     * @param update what a request says it is to be
     * @param mask of the request; none for the fields that are set in it
     * @throws io.grpc.StatusRuntimeException INVALID_ARGUMENT where the mask names a field that there is not
     */
    public static <M extends Message> M apply(M current, M update, FieldMask mask) {
        Message.Builder result = current.toBuilder();
        FieldMaskUtil.MergeOptions replacing = new FieldMaskUtil.MergeOptions()
                .setReplaceMessageFields(true)
                .setReplaceRepeatedFields(true)
                .setReplacePrimitiveFields(true);
        FieldMaskUtil.merge(paths(update, mask), update, result, replacing);
        @SuppressWarnings("unchecked") // a builder builds what it was made of
        M built = (M) result.build();
        return built;
    }

    /** A resource as a request to create one may set it. */
    public static <M extends Message> M settable(M resource) {
        Message.Builder result = resource.toBuilder();
        for (FieldDescriptor field : resource.getDescriptorForType().getFields()) {
            if (!settable(field)) {
                result.clearField(field);
            }
        }
        @SuppressWarnings("unchecked") // a builder builds what it was made of
        M built = (M) result.build();
        return built;
    }

    private static FieldMask paths(Message update, FieldMask mask) {
        Violations violations = new Violations();
        List<String> paths = new ArrayList<>();
        if (mask.getPathsCount() == 0) {
            update.getAllFields().keySet().stream()
                    .filter(UpdateMask::settable)
                    .forEach(field -> paths.add(field.getName()));
        } else if (mask.getPathsList().contains(ALL)) {
            violations.require("update_mask", mask.getPathsCount() == 1, "must have no other path beside *");
            update.getDescriptorForType().getFields().stream()
                    .filter(UpdateMask::settable)
                    .forEach(field -> paths.add(field.getName()));
        } else {
            for (String path : mask.getPathsList()) {
                boolean known = FieldMaskUtil.isValid(update.getDescriptorForType(), path);
                violations.require("update_mask", known, "names no field: " + path);
                if (known && settable(update.getDescriptorForType().findFieldByName(path.split("\\.", 2)[0]))) {
                    paths.add(path);
                }
            }
        }
        ApiErrors.check(violations);
        return FieldMask.newBuilder().addAllPaths(paths).build();
    }

    private static boolean settable(FieldDescriptor field) {
        List<FieldBehavior> behaviors = field.getOptions().getExtension(FieldBehaviorProto.fieldBehavior);
        return !field.getName().equals(ETAG)
                && !behaviors.contains(FieldBehavior.OUTPUT_ONLY)
                && !behaviors.contains(FieldBehavior.IDENTIFIER);
    }
}
