package io.millrace.shaper.origin;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;

/**
 * Takes what an origin answers, on the event loop of the fetch. {@code end} or {@code failed} is the last call; after
 * {@link Fetch#cancel} there is none.
 */
public interface FetchListener {

    /**
     * The head of the answer, once, redirects having been followed.
     *
     * @param headers the origin's; the listener may change them
     */
    void head(int status, HttpHeaders headers);

    /** Bytes of the body as they came, a chunk or a part of one; the listener owns the buffer. */
    void bytes(ByteBuf bytes);

    /** The body is whole. */
    void end();

    /** There is no answer, or, after the head, not all of it. */
    void failed(OriginFailure failure);
}
