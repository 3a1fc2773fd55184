package io.millrace.control.resource;

import com.google.protobuf.Message;
import io.millrace.checks.Violations;
import io.millrace.control.store.Change;
import io.millrace.proto.control.store.v1.StoredResource;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * A kind of resource.
 *
 * @param collection what names begin with: {@code channels}
 * @param wrap as it is stored
 * @param unwrap the other way round
 * @param check notes what is wrong with one that somebody wants to have stored
 * @param links what a change of one means for others
 */
public record Kind<M extends Message>(
        String collection,
        Function<M, StoredResource> wrap,
        Function<StoredResource, M> unwrap,
        BiConsumer<M, Violations> check,
        Links<M> links) {

    /** What a change of a resource means for others. */
    public interface Links<M> {

        /**
         * Adds it to the change.
         *
         * @param before empty where the resource is new
         * @param after empty where it is deleted
         */
        void add(Change change, String name, Optional<M> before, Optional<M> after);
    }
}
