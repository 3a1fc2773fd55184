package io.millrace.control.store;

import io.millrace.proto.control.store.v1.StoredResource;

/**
 * A resource as it is in the store.
 *
 * @param name such as {@code channels/cam}
 * @param revision at which it was last changed
 */
public record Stored(String name, long revision, StoredResource value) {}
