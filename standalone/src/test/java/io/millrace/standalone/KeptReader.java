package io.millrace.standalone;

import java.io.IOException;
import java.net.URI;

/** A reader that keeps its connection for as long as it may, waits for what is about to come, and tries nothing again. */
final class KeptReader implements AutoCloseable {

    private static final String WAIT = "Prefer: wait=10";

    /** Null where the last answer was its connection's last, and at first. */
    private ChunkedGet connection;

    private int status;

    /** The body of an answer; fails where it is cut off, or there is none. */
    byte[] get(URI uri) throws IOException {
        if (connection == null) {
            connection = ChunkedGet.send(uri, WAIT);
        } else {
            connection.next(uri, WAIT);
        }
        status = connection.status();
        byte[] body = connection.body();
        if (connection.isLast()) {
            close();
        }
        return body;
    }

    /** Of the last answer. */
    int status() {
        return status;
    }

    @Override
    public void close() throws IOException {
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }
}
