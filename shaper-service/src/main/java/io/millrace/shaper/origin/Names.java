package io.millrace.shaper.origin;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.util.List;

/** Finds the addresses of hosts. */
interface Names {

    /**
     * All addresses of a host, without blocking.
     *
     * @param host a name, or an address as text
     * @return completes on the event loop; with at least one address, or fails
     */
    Future<List<InetAddress>> addresses(EventLoop loop, String host);
}
