package io.millrace.ingest.publisher;

/**
 * That somebody may publish to a path of a channel, and why: what is looked at again when the control plane's view or the
 * time has changed. Immutable.
 *
 * @param channel its name
 * @param path what is published
 */
public record Grant(String channel, String path, Proof proof) {}
