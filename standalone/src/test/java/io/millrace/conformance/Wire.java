package io.millrace.conformance;

import java.util.EnumSet;
import java.util.Set;

/** A way to a service: a version of HTTP, on a connection of some kind. */
enum Wire {
    HTTP_1("HTTP/1.1", 1, Connection.PLAIN),
    HTTP_2("HTTP/2", 2, Connection.PLAIN),
    HTTP_1_TLS("HTTP/1.1 over TLS", 1, Connection.TLS),
    HTTP_2_TLS("HTTP/2 over TLS", 2, Connection.TLS),
    HTTP_1_IPV6("HTTP/1.1 over IPv6", 1, Connection.IPV6),
    HTTP_2_IPV6("HTTP/2 over IPv6", 2, Connection.IPV6);

    private enum Connection {
        PLAIN,
        TLS,
        IPV6
    }

    private final String title;
    private final int version;
    private final Connection connection;

    Wire(String title, int version, Connection connection) {
        this.title = title;
        this.version = version;
        this.connection = connection;
    }

    String title() {
        return title;
    }

    boolean http2() {
        return version == 2;
    }

    boolean tls() {
        return connection == Connection.TLS;
    }

    boolean ipv6() {
        return connection == Connection.IPV6;
    }

    String host() {
        return ipv6() ? "::1" : "127.0.0.1";
    }

    /** The ways that a case with such tags runs. */
    static Set<Wire> of(Set<String> tags) {
        Set<Wire> wires = EnumSet.noneOf(Wire.class);
        for (Wire wire : values()) {
            boolean version = wire.http2() ? !tags.contains("HTTP/1.1") : !tags.contains("HTTP/2");
            boolean connection = (!wire.tls() || tags.contains("TLS")) && (!wire.ipv6() || tags.contains("IPv6"));
            if (version && connection) {
                wires.add(wire);
            }
        }
        return wires;
    }
}
