package io.millrace.cli.push;

import java.io.IOException;

/** Something to be done at a server, which may be tried again from its beginning. */
interface Work {

    /**
     * Tries once, and waits for what comes of it.
     *
     * @throws IOException if the connection or the file failed; another try may succeed
     * @throws InterruptedException if it is called off; nothing is left half done then but what the server sees as cut off
     */
    Outcome attempt() throws IOException, InterruptedException;
}
