package io.millrace.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A reference that is one process with one port for uploads and readers. */
final class CommandTarget implements Target {

    private final Servers servers;
    private final String name;
    private final int port;
    private final List<String> command;
    private Server server;

    private CommandTarget(Servers servers, String name, int port, List<String> command)
            throws IOException, InterruptedException {
        this.servers = servers;
        this.name = name;
        this.port = port;
        this.command = command;
        start();
    }

    /** The bare broadcaster, in a JVM of its own. */
    static CommandTarget broadcaster(Servers servers) throws IOException, InterruptedException {
        int port = Server.freePort();
        return new CommandTarget(
                servers,
                Catalogue.BROADCASTER,
                port,
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Broadcaster.class.getName(),
                        Integer.toString(port)));
    }

    /** @param command in which {@code {port}} is where it shall listen */
    static CommandTarget given(String name, String command, Servers servers) throws IOException, InterruptedException {
        int port = Server.freePort();
        return new CommandTarget(
                servers,
                name,
                port,
                List.of(command.replace("{port}", Integer.toString(port)).split(" +")));
    }

    private void start() throws IOException, InterruptedException {
        server = servers.start(name, command, Map.of());
        server.awaitListening(port);
    }

    @Override
    public void restart() throws IOException, InterruptedException {
        server.close();
        start();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public InetSocketAddress in() {
        return Server.loopback(port);
    }

    @Override
    public InetSocketAddress out() {
        return Server.loopback(port);
    }

    @Override
    public Map<String, List<Long>> processes() {
        return Map.of(name, List.of(server.pid()));
    }

    @Override
    public String deliverer() {
        return name;
    }
}
