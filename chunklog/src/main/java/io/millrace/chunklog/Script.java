package io.millrace.chunklog;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.internal.Futures;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * The atomic scripts: opening, completing, aborting and deleting a generation are one command each. Each answers with one
 * number or one text, never with several: Lettuce may send a command again when the connection broke within its reply,
 * and adds the new reply to what there is of the first. Where values are chunks, a text is read as a status: as a value it
 * would be a buffer that is nobody's when it comes too late.
 */
enum Script {
    OPEN(ScriptOutputType.INTEGER),
    RENEW(ScriptOutputType.INTEGER),
    REACHES(ScriptOutputType.INTEGER),
    COMPLETE(ScriptOutputType.STATUS),
    ABORT(ScriptOutputType.INTEGER),
    DELETE(ScriptOutputType.INTEGER),
    KEEP(ScriptOutputType.INTEGER),
    REGISTER(ScriptOutputType.INTEGER),
    LIST(ScriptOutputType.VALUE),
    DESCRIBE(ScriptOutputType.VALUE),
    FIND(ScriptOutputType.VALUE);

    private final ScriptOutputType output;
    private final String source;
    private final String digest;

    Script(ScriptOutputType output) {
        String file = name().toLowerCase(Locale.ROOT) + ".lua";
        this.output = output;
        try (InputStream in = Script.class.getResourceAsStream(file)) {
            byte[] bytes = in.readAllBytes();
            this.source = new String(bytes, StandardCharsets.UTF_8);
            this.digest =
                    HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Runs the script by its digest, and with its source where the node does not know it yet.
     *
     * @param arguments are read again for the second try: not released before the result is there
     */
    <T, V> CompletionStage<T> run(RedisClusterAsyncCommands<String, V> redis, String[] keys, V[] arguments) {
        return redis.<T>evalsha(digest, output, keys, arguments)
                .handle((result, failure) -> switch (failure) {
                    case null -> CompletableFuture.completedFuture(result);
                    case RedisNoScriptException unknown -> redis.<T>eval(source, output, keys, arguments);
                    case CompletionException wrapped
                    when wrapped.getCause() instanceof RedisNoScriptException ->
                        redis.<T>eval(source, output, keys, arguments);
                    default -> Futures.<T>failed(failure);
                })
                .thenCompose(result -> result);
    }
}
