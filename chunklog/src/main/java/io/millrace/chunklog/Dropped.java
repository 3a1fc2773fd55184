package io.millrace.chunklog;

/**
 * An object that was deleted because its directory has a window and newer segments have filled it.
 *
 * @param generation the newest generation that was deleted
 */
public record Dropped(ObjectPath path, long generation) {}
