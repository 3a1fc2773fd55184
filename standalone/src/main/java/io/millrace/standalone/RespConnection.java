package io.millrace.standalone;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** One connection to a Redis on loopback, for the few commands that setting it up takes. Owned by one thread. */
final class RespConnection implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final Socket socket;
    private final DataInputStream in;

    RespConnection(int port) throws IOException {
        int timeoutMs = Math.toIntExact(TIMEOUT.toMillis());
        socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), timeoutMs);
            socket.setSoTimeout(timeoutMs);
            in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** The reply to a command that is answered with one string or number. */
    String call(String... command) throws IOException {
        StringBuilder request = new StringBuilder("*").append(command.length).append("\r\n");
        for (String argument : command) {
            // All arguments are ASCII.
            request.append('$').append(argument.length()).append("\r\n");
            request.append(argument).append("\r\n");
        }
        socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.US_ASCII));
        String reply = line();
        return switch (reply.charAt(0)) {
            case '+', ':' -> reply.substring(1);
            case '$' -> bulk(Integer.parseInt(reply.substring(1)));
            default -> throw new IOException("Redis answers " + command[0] + " with " + reply);
        };
    }

    /** The reply to INFO or CLUSTER INFO: its lines of {@code name:value}. */
    Map<String, String> callForFields(String... command) throws IOException {
        return call(command)
                .lines()
                .map(line -> line.split(":", 2))
                .filter(field -> field.length == 2)
                .collect(Collectors.toMap(field -> field[0], field -> field[1]));
    }

    private String bulk(int lengthBytes) throws IOException {
        byte[] value = new byte[lengthBytes];
        in.readFully(value);
        line();
        return new String(value, StandardCharsets.UTF_8);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.readUnsignedByte(); b != '\r'; b = in.readUnsignedByte()) {
            line.append((char) b);
        }
        in.readByte();
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
