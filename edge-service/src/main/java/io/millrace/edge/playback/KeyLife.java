package io.millrace.edge.playback;

import com.google.protobuf.Timestamp;
import io.millrace.proto.control.v1.PlaybackKeyConfig;
import java.time.Instant;

/** How the control plane tells of a key: what its id is, and when it ends. */
final class KeyLife {

    private KeyLife() {}

    /** The last part of a key's name. */
    static String id(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    /** When it ends; the far future for a key that does not. */
    static Instant end(PlaybackKeyConfig key) {
        if (!key.hasExpireTime()) {
            return Instant.MAX;
        }
        Timestamp end = key.getExpireTime();
        return Instant.ofEpochSecond(end.getSeconds(), end.getNanos());
    }
}
