package io.millrace.wire;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;

/** Answers in a row, on one connection, that say that the client is wrong. Owned by the connection's event loop. */
final class ClientErrors {

    private final Refusals refusals;
    /** 0 for any number: a proxy brings the errors of many clients. */
    private final int most;

    private int inARow;

    ClientErrors(Listening listening, Peer peer) {
        this.refusals = listening.refusals();
        this.most = peer.trusted() ? 0 : listening.config().maxClientErrors();
    }

    /** Takes note of an answer; true if it is to be the connection's last. */
    boolean tooMany(HttpResponseStatus status) {
        inARow = status.codeClass() == HttpStatusClass.CLIENT_ERROR ? inARow + 1 : 0;
        boolean last = most != 0 && inARow >= most;
        if (last && inARow == most) {
            refusals.count(Limit.CLIENT_ERRORS);
        }
        return last;
    }
}
