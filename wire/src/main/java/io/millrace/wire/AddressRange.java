package io.millrace.wire;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * A range of IP addresses in CIDR notation ({@code 10.0.0.0/8}), or a single one.
 *
 * @param network an address of the range, 4 or 16 bytes
 * @param bits leading bits that all addresses of the range share
 */
public record AddressRange(InetAddress network, int bits) {

    /**
     * Reads a range; names are never looked up.
     *
     * @throws IllegalArgumentException if the text is none
     */
    public static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        InetAddress network = address(slash < 0 ? text : text.substring(0, slash));
        if (network == null) {
            throw new IllegalArgumentException(text + " is no address range like 10.0.0.0/8");
        }
        int most = network.getAddress().length * Byte.SIZE;
        int bits = slash < 0 ? most : Integer.parseInt(text.substring(slash + 1));
        if (bits < 0 || bits > most) {
            throw new IllegalArgumentException(text + " has no prefix of 0 to " + most + " bits");
        }
        return new AddressRange(network, bits);
    }

    /** A literal address; null for anything else. Names are never looked up. */
    static InetAddress address(String literal) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(literal);
        try {
            return bytes == null ? null : InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("Netty parses addresses of 4 and 16 bytes", e);
        }
    }

    /** Whether an address is in it; none of the other version of IP is. */
    public boolean contains(InetAddress address) {
        byte[] ours = network.getAddress();
        byte[] theirs = address.getAddress();
        if (ours.length != theirs.length) {
            return false;
        }
        int whole = bits / Byte.SIZE;
        for (int i = 0; i < whole; i++) {
            if (ours[i] != theirs[i]) {
                return false;
            }
        }
        int rest = bits % Byte.SIZE;
        return rest == 0 || ((ours[whole] ^ theirs[whole]) & 0xff) >>> (Byte.SIZE - rest) == 0;
    }
}
