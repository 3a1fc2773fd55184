package io.millrace.wire;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One of the addresses that a list of hosts stands for.
 *
 * @param host as the setting has it, for messages
 * @param instead what is listened on where the machine does not have the address; null for nothing, where there is
 *     another, and for a failure, where there is none
 */
record ListenAddress(String host, InetAddress address, InetAddress instead) {

    private static final String ALL = "*";
    private static final String LOCALHOST = "localhost";

    /** @throws ListenFailedException if a host has no address */
    static List<ListenAddress> of(List<String> hosts, String setting) {
        Set<ListenAddress> addresses = new LinkedHashSet<>();
        for (String host : hosts) {
            addresses.addAll(of(host.strip(), setting));
        }
        return List.copyOf(addresses);
    }

    private static List<ListenAddress> of(String host, String setting) {
        return switch (host) {
            case ALL -> List.of(new ListenAddress(host, AddressRange.address("::"), AddressRange.address("0.0.0.0")));
            case LOCALHOST ->
                List.of(
                        new ListenAddress(host, AddressRange.address("127.0.0.1"), null),
                        new ListenAddress(host, AddressRange.address("::1"), null));
            default -> named(host, setting);
        };
    }

    private static List<ListenAddress> named(String host, String setting) {
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        try {
            List<ListenAddress> found = new ArrayList<>();
            for (InetAddress address : InetAddress.getAllByName(bare)) {
                found.add(new ListenAddress(host, address, null));
            }
            return found;
        } catch (UnknownHostException e) {
            throw new ListenFailedException(setting + " is " + host + ", which has no address", e);
        }
    }
}
