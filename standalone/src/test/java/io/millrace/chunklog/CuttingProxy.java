package io.millrace.chunklog;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between a client and Redis: breaks a connection once, after so many bytes of replies, or holds requests back for
 * a while.
 */
final class CuttingProxy implements AutoCloseable {

    private static final int NEVER = Integer.MAX_VALUE;

    private final ServerSocket listening;
    private final URI redis;
    private final AtomicInteger bytesLeft = new AtomicInteger(NEVER);
    private final AtomicInteger cuts = new AtomicInteger();
    private boolean holding;

    private CuttingProxy(ServerSocket listening, URI redis) {
        this.listening = listening;
        this.redis = redis;
    }

    static CuttingProxy to(String redisUri) throws IOException {
        CuttingProxy proxy =
                new CuttingProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), URI.create(redisUri));
        Thread.ofVirtual().start(proxy::accept);
        return proxy;
    }

    String uri() {
        return "redis://127.0.0.1:" + listening.getLocalPort();
    }

    /** From now on; counted over all connections. */
    void cutAfterReplyBytes(int bytes) {
        bytesLeft.set(bytes);
    }

    /** What clients send from now on comes to Redis later. */
    synchronized void holdRequests() {
        holding = true;
    }

    /** Redis gets what was held back, and what is sent from now on. */
    synchronized void passRequests() {
        holding = false;
        notifyAll();
    }

    int cuts() {
        return cuts.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listening.accept();
                Socket server = new Socket(redis.getHost(), redis.getPort());
                Thread.ofVirtual().start(() -> pass(client, server, false));
                Thread.ofVirtual().start(() -> pass(server, client, true));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void pass(Socket from, Socket to, boolean replies) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] bytes = new byte[8192];
            for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                int allowed = replies ? allow(read) : passed(read);
                out.write(bytes, 0, allowed);
                if (allowed < read) {
                    return;
                }
            }
        } catch (IOException e) {
            // one side is gone: so is the other
        }
    }

    private synchronized int passed(int bytes) throws IOException {
        try {
            while (holding) {
                wait();
            }
            return bytes;
        } catch (InterruptedException e) {
            throw new InterruptedIOException();
        }
    }

    private synchronized int allow(int bytes) {
        int left = bytesLeft.get();
        if (left == NEVER) {
            return bytes;
        }
        if (bytes < left) {
            bytesLeft.set(left - bytes);
            return bytes;
        }
        bytesLeft.set(NEVER);
        cuts.incrementAndGet();
        return Math.min(left, bytes - 1);
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
