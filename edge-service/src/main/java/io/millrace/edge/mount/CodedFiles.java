package io.millrace.edge.mount;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.millrace.edge.encoding.ContentCoding;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Compressed forms of texts, made once for each state of a file. Used by every worker; bounded in bytes. */
final class CodedFiles {

    /** A longer file is sent as it is: it would take a worker and memory for too long. */
    static final int MOST_FILE_BYTES = 2 << 20;

    private static final long MOST_CACHED_BYTES = 32L << 20;

    private final Cache<Form, byte[]> forms = Caffeine.newBuilder()
            .maximumWeight(MOST_CACHED_BYTES)
            .weigher((Form form, byte[] bytes) -> bytes.length)
            .build();

    private record Form(FileFacts facts, ContentCoding coding) {}

    /**
     * The file's bytes in a coding; not to be changed. Blocks.
     *
     * @param file of at most {@link #MOST_FILE_BYTES}; stays open
     */
    byte[] get(OpenFile file, ContentCoding coding) throws IOException {
        try {
            return forms.get(new Form(file.facts(), coding), form -> code(file, coding));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static byte[] code(OpenFile file, ContentCoding coding) {
        ByteBuf plain;
        try {
            plain = file.read(0, (int) file.facts().length());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            ByteBuf coded = coding.encode(List.of(plain));
            try {
                return ByteBufUtil.getBytes(coded);
            } finally {
                coded.release();
            }
        } finally {
            plain.release();
        }
    }
}
