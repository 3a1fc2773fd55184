package io.millrace.edge;

import io.millrace.chunklog.ObjectKind;

/** How long a cache may keep an object: a playlist changes all the time, a segment hardly ever. */
final class CachePolicy {

    private CachePolicy() {}

    static String of(ObjectKind kind) {
        return switch (kind) {
            case PLAYLIST -> "public, max-age=1";
            case INIT, SEGMENT -> "public, max-age=60";
        };
    }
}
