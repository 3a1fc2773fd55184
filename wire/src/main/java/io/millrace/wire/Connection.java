package io.millrace.wire;

import io.netty.channel.EventLoop;

/** A client's connection, as far as its end is concerned. */
sealed interface Connection permits ProtocolDetector, Http1Connection, Http2Connection {

    EventLoop eventLoop();

    /** Asks the client to go, and goes on taking its requests; on the connection's event loop. */
    void leave();

    /** Takes no further request and closes when those in progress are answered; on the connection's event loop. */
    void drain();

    /** Closes at once, so that no client takes what it has for whole; on the connection's event loop. */
    void close();
}
