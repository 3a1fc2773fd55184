package io.millrace.shaper.body;

import io.netty.handler.codec.http.HttpHeaders;

/** What a {@link ShapedResponse} tells its owner, on the exchange's event loop; also in the middle of the owner's calls. */
public interface ShapedListener {

    /** The origin is to be held back, or may go on. */
    void reading(boolean reading);

    /**
     * By a new plan the origin is needed, which it was not: its head is to come from now on. Or it is not any more:
     * nothing of what it sends is taken.
     */
    void origin(boolean needed);

    /** An answer that is not the origin's is about to go: what else all answers tell is to be put into it. */
    void ownAnswer(HttpHeaders headers);

    /** The response is at its end, whichever, or the client has gone; told once, and nothing is told after it. */
    void over();
}
