package io.millrace.wire;

import io.netty.handler.codec.CodecException;
import java.net.SocketAddress;
import org.jboss.logging.Logger;

/** Tells of what ended a connection or a stream: clients that go or break the protocol are daily, our own faults are not. */
final class ConnectionFailure {

    private static final Logger LOG = Logger.getLogger(ConnectionFailure.class);

    private ConnectionFailure() {}

    static void log(SocketAddress peer, Throwable cause) {
        if ((cause instanceof RuntimeException && !(cause instanceof CodecException)) || cause instanceof Error) {
            LOG.errorf(cause, "a fault ended what was going on with a client: peer=%s", peer);
        } else {
            LOG.debugf(cause, "connection failed: peer=%s", peer);
        }
    }
}
