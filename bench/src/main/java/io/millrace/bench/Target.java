package io.millrace.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;

/** A server that runs and is measured. Ends with its {@link Servers}. */
interface Target {

    String name();

    /** Where objects are uploaded. */
    InetSocketAddress in();

    /** Where they are read. */
    InetSocketAddress out();

    /** Its processes by what they do. */
    Map<String, List<Long>> processes();

    /** Of {@link #processes}, those that readers are connected to. */
    String deliverer();

    /** New processes in place of those that objects and readers have grown. */
    void restart() throws IOException, InterruptedException;

    /**
     * Makes a finished object that is there, without an upload.
     *
     * @return false where objects have to be uploaded
     */
    default boolean place(String path, Load load, Payload payload) throws IOException {
        return false;
    }
}
