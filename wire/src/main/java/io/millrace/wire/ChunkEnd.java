package io.millrace.wire;

/** Follows the content of an HTTP/1.1 chunk that is all there, so that the writer's chunk boundaries can be kept. */
enum ChunkEnd {
    INSTANCE
}
