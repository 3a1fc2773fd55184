package io.millrace.shaper.origin;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * The text of a manifest, which gives the same bytes back.
 *
 * @param charset UTF-8, or, where the bytes are not, one that has a character for each byte
 */
public record Manifest(String text, Charset charset) {

    static Manifest of(ByteBuf bytes) {
        ByteBuffer all = bytes.nioBuffer();
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(all.duplicate()).toString();
            return new Manifest(text, StandardCharsets.UTF_8);
        } catch (CharacterCodingException e) {
            return new Manifest(StandardCharsets.ISO_8859_1.decode(all).toString(), StandardCharsets.ISO_8859_1);
        }
    }

    /** The same with another text. */
    public Manifest with(String other) {
        return new Manifest(other, charset);
    }

    /** Its bytes; the caller owns the buffer. */
    public ByteBuf bytes() {
        return Unpooled.wrappedBuffer(text.getBytes(charset));
    }
}
