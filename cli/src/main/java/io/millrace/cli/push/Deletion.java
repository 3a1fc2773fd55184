package io.millrace.cli.push;

import io.millrace.cli.http.Answer;
import io.millrace.cli.http.Publisher;
import java.io.IOException;
import java.net.URI;

/** Deletes an object. */
final class Deletion implements Work {

    private final URI target;
    private final Publisher publisher;

    Deletion(URI target, Publisher publisher) {
        this.target = target;
        this.publisher = publisher;
    }

    @Override
    public Outcome attempt() throws IOException, InterruptedException {
        Answer answer = publisher.delete(target);
        return answer.done() ? new Outcome.Deleted() : Outcome.of(answer);
    }
}
