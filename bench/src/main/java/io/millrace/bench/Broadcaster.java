package io.millrace.bench;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What fan-out costs in plain Java without any feature: one thread, one selector, PUT stores and GET follows. No limits, no
 * durability, no errors worth the name. Runs in a process of its own until that is killed.
 */
final class Broadcaster implements AutoCloseable {

    private static final int BUFFER_BYTES = 256 * 1024;
    private static final int BACKLOG = 4096;

    /** Payload of the read in progress. */
    final ByteBuffer gathered = ByteBuffer.allocateDirect(BUFFER_BYTES);

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final MemorySegment bytes = MemorySegment.ofBuffer(buffer);
    private final Map<String, BroadcastObject> objects = new HashMap<>();
    /** Who has asked for what is not there yet. */
    private final Map<String, List<BroadcastConnection>> waiting = new HashMap<>();

    private final Selector selector;
    private final ServerSocketChannel listener;

    Broadcaster(int port) throws IOException {
        selector = Selector.open();
        listener = ServerSocketChannel.open();
        listener.bind(Server.loopback(port), BACKLOG);
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
    }

    public static void main(String[] args) throws IOException {
        try (Broadcaster broadcaster = new Broadcaster(Integer.parseInt(args[0]))) {
            broadcaster.run();
        }
    }

    BroadcastObject open(String path) {
        BroadcastObject object = new BroadcastObject();
        objects.put(path, object);
        List<BroadcastConnection> early = waiting.remove(path);
        if (early != null) {
            early.forEach(connection -> connection.follow(object));
        }
        return object;
    }

    void find(String path, BroadcastConnection connection) {
        BroadcastObject object = objects.get(path);
        if (object == null) {
            waiting.computeIfAbsent(path, unknown -> new ArrayList<>()).add(connection);
        } else {
            connection.follow(object);
        }
    }

    void delete(String path) {
        objects.remove(path);
    }

    /** Serves until it is closed. */
    void run() throws IOException {
        while (selector.isOpen()) {
            selector.select(key -> {
                if (key.attachment() instanceof BroadcastConnection connection) {
                    connection.ready(buffer, bytes);
                } else {
                    accept();
                }
            });
        }
    }

    private void accept() {
        try {
            for (SocketChannel channel = listener.accept(); channel != null; channel = listener.accept()) {
                channel.configureBlocking(false);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
                key.attach(new BroadcastConnection(this, channel, key));
            }
        } catch (IOException e) {
            System.err.println("broadcaster: " + e.getMessage());
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        selector.close();
    }
}
