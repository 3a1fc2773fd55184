package io.millrace.control.store;

import java.time.Instant;
import java.util.List;

/**
 * A change that was made.
 *
 * @param revision which it led to
 * @param upserts resources that are new or have changed
 * @param deletes names of resources that are gone
 */
public record StoredChange(long revision, Instant time, List<Stored> upserts, List<String> deletes) {}
