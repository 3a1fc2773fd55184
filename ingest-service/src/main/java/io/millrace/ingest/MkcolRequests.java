package io.millrace.ingest;

import io.millrace.chunklog.InvalidPathException;
import io.millrace.chunklog.ObjectPath;
import io.millrace.wire.Exchange;
import io.millrace.wire.Problem;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * MKCOL (RFC 4918, section 9.3). Directories need not be made and nothing is stored for one: it can be used whether it
 * was made or not, and nobody has to make its parents. So 201, unless something is there already under that path: 405,
 * which WebDAV clients take for "exists".
 */
final class MkcolRequests {

    private final Intake intake;

    MkcolRequests(Intake intake) {
        this.intake = intake;
    }

    void handle(Exchange exchange, DirectoryPath directory) {
        intake.answers().whenStoreAnswers(exchange, somethingIsThere(directory), there -> {
            if (there) {
                intake.answers()
                        .problem(
                                exchange,
                                Problem.of(HttpResponseStatus.METHOD_NOT_ALLOWED, "there is something already")
                                        .with(HttpHeaderNames.ALLOW, IngestHandler.ALLOWED));
            } else {
                intake.answers().empty(exchange, HttpResponseStatus.CREATED);
            }
        });
    }

    private CompletionStage<Boolean> somethingIsThere(DirectoryPath directory) {
        CompletionStage<Boolean> asDirectory =
                intake.log().list(directory.path(), 1).thenApply(listed -> !listed.isEmpty());
        return asDirectory.thenCombine(objectIsThere(directory), Boolean::logicalOr);
    }

    private CompletionStage<Boolean> objectIsThere(DirectoryPath directory) {
        try {
            String encoded = directory.encoded();
            ObjectPath sameName = ObjectPath.parse(encoded.substring(0, encoded.length() - 1));
            return intake.log().find(sameName).thenApply(state -> !state.absent());
        } catch (InvalidPathException root) {
            return CompletableFuture.completedStage(true);
        }
    }
}
