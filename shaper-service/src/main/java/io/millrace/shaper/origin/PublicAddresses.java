package io.millrace.shaper.origin;

import io.millrace.wire.AddressRange;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which addresses are of the public Internet: those that the registries of special-purpose addresses (RFC 6890, IANA) do
 * not keep for something else, and that no cloud answers its own machines on.
 */
final class PublicAddresses {

    private static final List<AddressRange> SPECIAL = Stream.of(
                    "0.0.0.0/8", // this network
                    "10.0.0.0/8", // private
                    "100.64.0.0/10", // carrier-grade NAT, and metadata of some clouds
                    "127.0.0.0/8", // loopback
                    "168.63.129.16", // metadata of Azure
                    "169.254.0.0/16", // link-local, and metadata of most clouds
                    "172.16.0.0/12", // private
                    "192.0.0.0/24", // protocol assignments
                    "192.0.2.0/24", // documentation
                    "192.88.99.0/24", // 6to4 relays
                    "192.168.0.0/16", // private
                    "198.18.0.0/15", // benchmarks
                    "198.51.100.0/24", // documentation
                    "203.0.113.0/24", // documentation
                    "224.0.0.0/4", // multicast
                    "240.0.0.0/4", // reserved, and broadcast
                    "2001::/23", // protocol assignments, Teredo among them
                    "2001:db8::/32", // documentation
                    "2002::/16", // 6to4, which leads to any IPv4 address
                    "3fff::/20" // documentation
                    )
            .map(AddressRange::parse)
            .toList();

    /** All IPv6 addresses that are given out lie here. */
    private static final AddressRange GLOBAL_UNICAST = AddressRange.parse("2000::/3");

    /** Addresses of IPv4 behind a translator (RFC 6052); what IPv6-only networks have in place of them. */
    private static final AddressRange TRANSLATED = AddressRange.parse("64:ff9b::/96");

    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;
    private static final int MAPPED_PREFIX_BYTES = 12;

    private PublicAddresses() {}

    static boolean contain(InetAddress address) {
        InetAddress meant = meant(address);
        boolean ipv4 = meant.getAddress().length == IPV4_BYTES;
        return (ipv4 || GLOBAL_UNICAST.contains(meant)) && SPECIAL.stream().noneMatch(range -> range.contains(meant));
    }

    /** The IPv4 address that an IPv6 address stands for, where it is mapped or translated. */
    private static InetAddress meant(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length != IPV6_BYTES || !(TRANSLATED.contains(address) || isMapped(bytes))) {
            return address;
        }
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(bytes, MAPPED_PREFIX_BYTES, IPV6_BYTES));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    /** {@code ::ffff:a.b.c.d}; Java makes IPv4 addresses of most of them itself. */
    private static boolean isMapped(byte[] bytes) {
        for (int i = 0; i < MAPPED_PREFIX_BYTES - 2; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return bytes[MAPPED_PREFIX_BYTES - 2] == -1 && bytes[MAPPED_PREFIX_BYTES - 1] == -1;
    }
}
