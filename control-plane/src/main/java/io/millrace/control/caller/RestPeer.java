package io.millrace.control.caller;

import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.inprocess.InProcessSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Who has called over HTTP: told with the call within this process, and believed of nobody else.
 */
public final class RestPeer {

    private static final Metadata.Key<String> FROM =
            Metadata.Key.of("millrace-rest-from", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<byte[]> SUBJECT =
            Metadata.Key.of("millrace-rest-subject-bin", Metadata.BINARY_BYTE_MARSHALLER);

    private RestPeer() {}

    /**
     * Tells it with a call.
     *
     * @param address of the client
     * @param subject of the client's certificate, which is verified (RFC 2253)
     */
    public static void put(Metadata headers, String address, Optional<String> subject) {
        headers.put(FROM, address);
        subject.ifPresent(name -> headers.put(SUBJECT, name.getBytes(StandardCharsets.UTF_8)));
    }

    /** Whether a call came over HTTP. */
    static boolean has(ServerCall<?, ?> call) {
        return call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR) instanceof InProcessSocketAddress;
    }

    static String address(Metadata headers) {
        return String.valueOf(headers.get(FROM));
    }

    static Optional<String> subject(Metadata headers) {
        return Optional.ofNullable(headers.get(SUBJECT)).map(name -> new String(name, StandardCharsets.UTF_8));
    }
}
