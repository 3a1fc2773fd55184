package io.millrace.control.kubernetes;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.MapEntry;
import com.google.protobuf.Message;
import java.util.List;

/**
 * Tells what in the store custom resources of a namespace have made: it has a label. Whoever takes the label away over the API
 * takes the resource over.
 */
record Ownership(String namespace) {

    /** Its value is the namespace. */
    static final String LABEL = "millrace.io/kubernetes";

    /** Whether a custom resource of the namespace has made it. */
    boolean has(Message resource) {
        FieldDescriptor labels = resource.getDescriptorForType().findFieldByName("labels");
        return ((List<?>) resource.getField(labels))
                .stream()
                        .map(entry -> (MapEntry<?, ?>) entry)
                        .anyMatch(entry -> LABEL.equals(entry.getKey()) && namespace.equals(entry.getValue()));
    }
}
