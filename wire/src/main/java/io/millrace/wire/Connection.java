package io.millrace.wire;

import io.netty.channel.EventLoop;

/** A client's connection, as far as draining is concerned. */
sealed interface Connection permits ProtocolDetector, Http1Connection, Http2Connection {

    EventLoop eventLoop();

    /** Takes no further request and closes when those in progress are answered; on the connection's event loop. */
    void drain();

    /** Closes at once; on the connection's event loop. */
    void close();
}
