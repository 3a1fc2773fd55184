package io.millrace.edge.encoding;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;

/**
 * How the bytes of a representation are coded for the way (RFC 9110, section 8.4.1). In the order of preference where a
 * client likes several equally.
 */
public enum ContentCoding {
    /**
     * First, because every player and every CDN knows it: one compressed form of a playlist is cached, not several, and
     * for playlists and manifests zstd saves less than a packet, or a fifteenth, over it.
     */
    GZIP("gzip"),
    /** For the client that likes it better or takes nothing else. Decodes faster, which matters for large manifests. */
    ZSTD("zstd"),
    /** As it is. */
    IDENTITY("identity");

    private final String token;

    ContentCoding(String token) {
        this.token = token;
    }

    /** As {@code Accept-Encoding} and {@code Content-Encoding} call it. */
    public String token() {
        return token;
    }

    /** Whether this process can code so; zstd needs a native library that not every machine can load. */
    public boolean available() {
        return this != ZSTD || Zstandard.available();
    }

    /**
     * The entity tag of the coded form: another sequence of bytes needs another strong tag (RFC 9110, section 8.8.3.3).
     *
     * @param etag the strong, quoted tag of the bytes as they are
     */
    public String etag(String etag) {
        return this == IDENTITY ? etag : etag.substring(0, etag.length() - 1) + "-" + token + "\"";
    }

    /**
     * Codes an object. The same bytes give the same result at every edge of a version, however they are cut into buffers.
     * Takes 20 to 100 ns a byte: what is large does not belong on an event loop.
     *
     * @param parts the object's bytes in their order; neither consumed nor released
     * @return a buffer that the caller owns
     */
    public ByteBuf encode(List<ByteBuf> parts) {
        return switch (this) {
            case GZIP -> Gzip.encode(parts);
            case ZSTD -> Zstandard.encode(parts);
            case IDENTITY -> Unpooled.copiedBuffer(parts.toArray(ByteBuf[]::new));
        };
    }
}
