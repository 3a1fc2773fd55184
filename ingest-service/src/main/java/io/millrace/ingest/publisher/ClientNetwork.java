package io.millrace.ingest.publisher;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/** Who counts as one client. */
public final class ClientNetwork {

    /** Bytes of an IPv6 address that name a network; the rest is one client's to choose. */
    private static final int NETWORK_BYTES = 8;

    private ClientNetwork() {}

    /** A key for what is counted by client: an IPv4 address, or an IPv6 network of 64 bits. */
    public static Object of(InetAddress address) {
        return address instanceof Inet6Address
                ? ByteBuffer.wrap(address.getAddress(), 0, NETWORK_BYTES).getLong()
                : address;
    }
}
