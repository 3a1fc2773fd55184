package io.millrace.conformance;

import java.io.IOException;

/** A client's connection: requests one after the other, and what is heard of the service. Used by one thread. */
interface Call extends AutoCloseable {

    /** How long something is waited for, in milliseconds. */
    int LIMIT_MS = 10_000;

    /** Sends the head of a request, and its body, unless that stays open. */
    void send(Request request) throws IOException;

    /** Sends bytes as they are; on HTTP/1.1 only. */
    void raw(byte[] bytes) throws IOException;

    /** A piece of a body that stays open. */
    void data(byte[] bytes) throws IOException;

    /** The proper end of a body that stays open. */
    void end() throws IOException;

    /** Breaks the request off. */
    void hangUp() throws IOException;

    /** Waits for what comes next. */
    Heard next() throws IOException;

    /** Waits until the service has closed the connection; fails if it says anything more. */
    void awaitClose() throws IOException;

    @Override
    void close() throws IOException;
}
