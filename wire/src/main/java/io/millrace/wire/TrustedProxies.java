package io.millrace.wire;

import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * The proxies whose word is taken for whom they speak for. Each appends the address that it was called from, so the
 * rightmost address that is no trusted proxy's is the client's; what is left of it anybody may have made up.
 */
final class TrustedProxies {

    private static final String FORWARDED_FOR = "X-Forwarded-For";
    private static final String FORWARDED = "Forwarded";
    private static final String FOR = "for=";

    private final List<AddressRange> ranges;

    TrustedProxies(List<AddressRange> ranges) {
        this.ranges = List.copyOf(ranges);
    }

    boolean contains(InetAddress address) {
        for (AddressRange range : ranges) {
            if (range.contains(address)) {
                return true;
            }
        }
        return false;
    }

    /** The client behind a peer that is a trusted proxy; the nearest proxy that is known, where that is all there is. */
    InetAddress client(InetAddress peer, HttpHeaders headers) {
        InetAddress client = peer;
        for (String hop : hops(headers).reversed()) {
            InetAddress address = AddressRange.address(withoutPort(hop));
            if (address == null) {
                break;
            }
            client = address;
            if (!contains(address)) {
                break;
            }
        }
        return client;
    }

    /** RFC 7239's header where it is there, else the one that everybody sends. */
    private static List<String> hops(HttpHeaders headers) {
        List<String> hops = new ArrayList<>();
        for (String element : elements(headers, FORWARDED)) {
            for (String pair : element.split(";", -1)) {
                String parameter = pair.strip();
                if (parameter.regionMatches(true, 0, FOR, 0, FOR.length())) {
                    hops.add(parameter.substring(FOR.length()).replace("\"", "").strip());
                }
            }
        }
        return hops.isEmpty() ? elements(headers, FORWARDED_FOR) : hops;
    }

    private static List<String> elements(HttpHeaders headers, String name) {
        List<String> elements = new ArrayList<>();
        for (String value : headers.getAll(name)) {
            for (String element : value.split(",", -1)) {
                elements.add(element.strip());
            }
        }
        return elements;
    }

    /** {@code [2001:db8::1]:80}, {@code 192.0.2.1:80}, or an address alone. */
    private static String withoutPort(String node) {
        if (node.startsWith("[")) {
            int end = node.indexOf(']');
            return end < 0 ? node : node.substring(1, end);
        }
        int colon = node.indexOf(':');
        return colon >= 0 && colon == node.lastIndexOf(':') ? node.substring(0, colon) : node;
    }
}
