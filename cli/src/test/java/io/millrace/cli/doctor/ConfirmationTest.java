package io.millrace.cli.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is told of what was tried once, twice or three times. */
class ConfirmationTest {

    private static final Check CHECK = Check.BYTES;

    @Test
    void whatIsWellIsTriedOnce() throws InterruptedException {
        assertEquals(Result.OK, told("ok"));
    }

    @Test
    void aFaultIsWhatWasSeenTwice() throws InterruptedException {
        assertEquals(Result.PROBLEM, told("problem", "problem"));
    }

    @Test
    void whatWasSeenOnceIsANote() throws InterruptedException {
        assertEquals(Result.NOTE, told("problem", "ok"));
    }

    @Test
    void aFailureIsTriedAgain() throws InterruptedException {
        assertEquals(Result.OK, told("failure", "ok"));
    }

    @Test
    void whatFailsAgainAndAgainIsUntested() throws InterruptedException {
        assertEquals(Result.UNTESTED, told("failure", "failure"));
    }

    @Test
    void aFaultAndAFailureAreTriedAThirdTime() throws InterruptedException {
        assertEquals(Result.PROBLEM, told("problem", "failure", "problem"));
        assertEquals(Result.NOTE, told("failure", "problem", "ok"));
        assertEquals(Result.UNTESTED, told("problem", "failure", "failure"));
    }

    @Test
    void whatCannotBeLookedAtForAReasonIsNotTriedAgain() throws InterruptedException {
        assertEquals(Result.UNTESTED, told("untested"));
    }

    /** What is told of a trial that goes like this, each time that it is tried, and not more often. */
    private static Result told(String... course) throws InterruptedException {
        Deque<String> left = new ArrayDeque<>(Arrays.asList(course));
        Trial trial = new Trial() {
            @Override
            public Set<Check> checks() {
                return Set.of(CHECK);
            }

            @Override
            public void run(Findings findings) throws IOException {
                switch (left.pop()) {
                    case "ok" -> findings.ok(CHECK, "");
                    case "problem" -> findings.problem(CHECK, "");
                    case "untested" -> findings.untested(CHECK, "");
                    default -> throw new IOException("it failed");
                }
            }
        };
        Result result = Confirmation.of(trial).of(CHECK).orElseThrow().result();
        assertEquals(0, left.size());
        return result;
    }
}
