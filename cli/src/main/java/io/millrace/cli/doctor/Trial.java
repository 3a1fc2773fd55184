package io.millrace.cli.doctor;

import java.io.IOException;
import java.util.Set;

/** Something that is tried with both ways, to look at one thing or several. */
interface Trial {

    /** What it looks at: of these it tells what it has found, unless it fails. */
    Set<Check> checks();

    /**
     * Tries it; may be called again, and begins anew then.
     *
     * @throws IOException if a connection fails, or an answer does not come, where nothing can be told from that
     */
    void run(Findings findings) throws IOException, InterruptedException;
}
