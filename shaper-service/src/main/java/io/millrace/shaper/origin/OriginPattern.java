package io.millrace.shaper.origin;

import io.millrace.wire.AddressRange;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Some origins: a host, all hosts of a domain, or a network, on one port or any. Immutable.
 *
 * @param host in lower case; {@code *.example} for all hosts of a domain; empty for a network
 * @param network where it is no host
 * @param port where it is for one only
 */
record OriginPattern(String host, Optional<AddressRange> network, OptionalInt port) {

    private static final String DOMAIN = "*.";
    private static final int MOST_PORT = 65_535;

    /**
     * Reads {@code cdn.example}, {@code *.example:8443}, {@code 10.0.0.0/8}, {@code 192.0.2.1:8080}, {@code fd00::/8}
     * or {@code [::1]:8080}.
     *
     * @throws IllegalArgumentException if the text is none
     */
    static OriginPattern parse(String text) {
        String name = text.strip().toLowerCase(Locale.ROOT);
        OptionalInt port = OptionalInt.empty();
        int colon = name.lastIndexOf(':');
        boolean bracketed = name.startsWith("[");
        if (colon >= 0 && (bracketed ? colon > name.indexOf(']') : name.indexOf(':') == colon)) {
            port = OptionalInt.of(port(text, name.substring(colon + 1)));
            name = name.substring(0, colon);
        }
        if (bracketed && name.endsWith("]")) {
            name = name.substring(1, name.length() - 1);
        }
        if (name.contains("/") || NetUtil.isValidIpV4Address(name) || NetUtil.isValidIpV6Address(name)) {
            return new OriginPattern("", Optional.of(AddressRange.parse(name)), port);
        }
        String bare = name.startsWith(DOMAIN) ? name.substring(DOMAIN.length()) : name;
        if (!bare.matches("[a-z0-9_-]+(\\.[a-z0-9_-]+)*")) {
            throw new IllegalArgumentException("\"" + text + "\" is no host, domain or network");
        }
        return new OriginPattern(name, Optional.empty(), port);
    }

    private static int port(String text, String digits) {
        if (!digits.matches("\\d{1,5}") || Integer.parseInt(digits) < 1 || Integer.parseInt(digits) > MOST_PORT) {
            throw new IllegalArgumentException("\"" + text + "\" has no port from 1 to " + MOST_PORT);
        }
        return Integer.parseInt(digits);
    }

    /** Whether it is this host, whatever its addresses are. */
    boolean matchesHost(String name, int at) {
        if (host.isEmpty() || !onPort(at)) {
            return false;
        }
        return host.startsWith(DOMAIN) ? name.endsWith(host.substring(1)) : name.equals(host);
    }

    /** Whether this address is in its network. */
    boolean matchesAddress(InetAddress address, int at) {
        return onPort(at) && network.map(range -> range.contains(address)).orElse(false);
    }

    private boolean onPort(int at) {
        return port.isEmpty() || port.getAsInt() == at;
    }
}
