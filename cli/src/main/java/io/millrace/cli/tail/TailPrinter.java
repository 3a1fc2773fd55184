package io.millrace.cli.tail;

/** Prints what is heard of objects, at once. Used by one thread at a time. */
interface TailPrinter {

    void head(String url, Head head);

    void chunk(Chunk chunk);

    void end(String url, Totals totals);
}
