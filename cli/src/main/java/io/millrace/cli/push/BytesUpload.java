package io.millrace.cli.push;

import io.millrace.cli.http.Answer;
import io.millrace.cli.http.Publisher;
import io.millrace.cli.http.Put;
import java.io.IOException;
import java.net.URI;

/** Uploads what a file held at one time: a version of a playlist. */
final class BytesUpload implements Work {

    private final byte[] bytes;
    private final URI target;
    private final Publisher publisher;
    private final Pace pace;

    /** @param bytes not empty; not copied */
    BytesUpload(byte[] bytes, URI target, Publisher publisher, Pace pace) {
        this.bytes = bytes;
        this.target = target;
        this.publisher = publisher;
        this.pace = pace;
    }

    @Override
    public Outcome attempt() throws IOException, InterruptedException {
        try (Put put = publisher.put(target)) {
            pace.await(bytes.length);
            put.write(bytes, bytes.length);
            Answer answer = put.end();
            return answer.done() ? new Outcome.Stored(bytes.length) : Outcome.of(answer);
        }
    }
}
