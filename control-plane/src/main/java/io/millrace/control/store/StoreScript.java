package io.millrace.control.store;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A script that Redis runs as a whole, and that answers with a number. Immutable. */
final class StoreScript {

    private final String source;
    private volatile String digest;

    /** @param file beside this class */
    StoreScript(String file) {
        try (InputStream in = StoreScript.class.getResourceAsStream(file)) {
            this.source = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs it by its digest, and with its source where the node does not know it yet. */
    long run(RedisClusterCommands<String, byte[]> commands, String[] keys, byte[]... arguments) {
        if (digest == null) {
            digest = commands.digest(source);
        }
        try {
            return commands.<Long>evalsha(digest, ScriptOutputType.INTEGER, keys, arguments);
        } catch (RedisNoScriptException e) {
            return commands.<Long>eval(source, ScriptOutputType.INTEGER, keys, arguments);
        }
    }
}
