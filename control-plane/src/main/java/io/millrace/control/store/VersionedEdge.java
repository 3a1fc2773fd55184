package io.millrace.control.store;

import io.millrace.proto.control.store.v1.EdgeReport;
import io.millrace.proto.control.store.v1.StoredEdge;

/**
 * An edge as it is in the store.
 *
 * @param id the last part of its name
 * @param version another one after each change; a report is no change
 * @param report what it told last
 * @param reportMillis when, by Redis's clock; 0 where it never did
 */
public record VersionedEdge(String id, long version, StoredEdge stored, EdgeReport report, long reportMillis) {}
