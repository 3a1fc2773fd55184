package io.millrace.edge;

import io.millrace.edge.encoding.ContentCoding;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * An object's bytes as they were compressed: once for each coding, whoever asks, and never on an event loop. Lives with
 * its object; guarded by its monitor.
 */
final class CodedForms {

    private final Map<ContentCoding, CompletableFuture<byte[]>> forms = new EnumMap<>(ContentCoding.class);
    private long bytes;

    /** Bytes of all forms. */
    synchronized long bytes() {
        return bytes;
    }

    /** The form that is there or being made, or null. */
    synchronized CompletableFuture<byte[]> get(ContentCoding coding) {
        return forms.get(coding);
    }

    /**
     * Makes a form, unless another has begun to.
     *
     * @param parts all bytes of the object; taken over
     * @param worker where it is made
     * @param made told when a further form is there
     */
    CompletableFuture<byte[]> make(ContentCoding coding, List<ByteBuf> parts, Executor worker, Runnable made) {
        CompletableFuture<byte[]> form = new CompletableFuture<>();
        synchronized (this) {
            CompletableFuture<byte[]> begun = forms.putIfAbsent(coding, form);
            if (begun != null) {
                parts.forEach(ByteBuf::release);
                return begun;
            }
        }
        worker.execute(() -> {
            try {
                byte[] coded = encoded(coding, parts);
                synchronized (this) {
                    bytes += coded.length;
                }
                made.run();
                form.complete(coded);
            } catch (RuntimeException | Error e) {
                form.completeExceptionally(e);
            }
        });
        return form;
    }

    private static byte[] encoded(ContentCoding coding, List<ByteBuf> parts) {
        try {
            ByteBuf coded = coding.encode(parts);
            try {
                return ByteBufUtil.getBytes(coded);
            } finally {
                coded.release();
            }
        } finally {
            parts.forEach(ByteBuf::release);
        }
    }
}
