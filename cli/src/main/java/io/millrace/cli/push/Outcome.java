package io.millrace.cli.push;

import io.millrace.cli.http.Answer;
import java.time.Duration;

/** What came of a try. */
sealed interface Outcome {

    /** The server has it. */
    record Stored(long bytes) implements Outcome {}

    /** The server has let it go. */
    record Deleted() implements Outcome {}

    /** There is nothing to be done: the file is empty, or gone, or a newer version goes in its place. */
    record Nothing(String reason) implements Outcome {}

    /** Another try would end the same. */
    record Refused(String reason) implements Outcome {}

    /** Another try may succeed. */
    record Passing(String reason, Duration notBefore) implements Outcome {}

    /** Of an answer that is not a success. */
    static Outcome of(Answer answer) {
        return answer.isFinal() ? new Refused(answer.said()) : new Passing(answer.said(), answer.retryAfter());
    }
}
