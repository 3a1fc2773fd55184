package io.millrace.cli.control;

import io.millrace.cli.CommandFailedException;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * Where a control plane is: {@code http://HOST:PORT} or {@code https://HOST:PORT}.
 *
 * @param encrypted whether TLS is spoken
 * @param host its name or address; an IPv6 address in brackets
 * @param port its port of gRPC
 */
public record ControlUri(boolean encrypted, String host, int port) {

    private static final int DEFAULT_PORT = 9090;
    private static final int MOST_PORT = 65_535;

    /**
     * Reads one; without a port it is 9090.
     *
     * @throws CommandFailedException if it is none
     */
    public static ControlUri parse(String text) {
        try {
            URI uri = new URI(text);
            boolean encrypted = "https".equals(uri.getScheme());
            boolean known = encrypted || "http".equals(uri.getScheme());
            String path = uri.getRawPath();
            if (known
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null
                    && (path.isEmpty() || path.equals("/"))
                    && uri.getPort() <= MOST_PORT) {
                return new ControlUri(encrypted, uri.getHost(), uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort());
            }
        } catch (URISyntaxException e) {
            // As any other text that is none.
        }
        throw new CommandFailedException(
                "'%s' is no URI of a control plane; write http://HOST:PORT, or https://HOST:PORT".formatted(text));
    }

    @Override
    public String toString() {
        return (encrypted ? "https://" : "http://") + host + ":" + port;
    }
}
