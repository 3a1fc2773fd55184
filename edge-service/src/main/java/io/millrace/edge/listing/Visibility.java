package io.millrace.edge.listing;

import io.millrace.chunklog.Listed;
import io.millrace.wire.Exchange;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Which entries of a directory the client of a request may know of. */
public interface Visibility {

    /** Everybody may know of everything. */
    Visibility ALL = (exchange, directory, entries) -> CompletableFuture.completedStage(entries);

    /**
     * Leaves out what the client may not know of. Called on the exchange's event loop; completes on any thread, and does
     * not fail.
     *
     * @param directory starts and ends with a slash; the client may read it
     */
    CompletionStage<List<Listed>> visible(Exchange exchange, String directory, List<Listed> entries);
}
