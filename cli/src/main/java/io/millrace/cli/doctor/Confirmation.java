package io.millrace.cli.doctor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tries a thing again where it looked like a fault: a fault is what was seen twice. A machine that stood still for a moment is none.
 */
final class Confirmation {

    private static final int MOST_TRIES = 3;

    private final Trial trial;
    private final List<Findings> tries = new ArrayList<>();
    private boolean failed;

    private Confirmation(Trial trial) {
        this.trial = trial;
    }

    /** What came of a trial, tried as often as is needed to say so. */
    static Findings of(Trial trial) throws InterruptedException {
        return new Confirmation(trial).verdict();
    }

    private Findings verdict() throws InterruptedException {
        tries.add(once());
        if (!failed && !tries.getFirst().any(Result.PROBLEM)) {
            return tries.getFirst();
        }
        tries.add(once());
        while (tries.size() < MOST_TRIES && isOpen()) {
            tries.add(once());
        }
        Findings verdict = new Findings();
        for (Check check : Check.values()) {
            verdict(check).ifPresent(verdict::add);
        }
        return verdict;
    }

    /** Whether something was a fault once, and could not be tried the other time. */
    private boolean isOpen() {
        for (Check check : Check.values()) {
            if (with(check, Result.PROBLEM).size() == 1
                    && with(check, Result.OK).isEmpty()
                    && with(check, Result.NOTE).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private Optional<Finding> verdict(Check check) {
        List<Finding> problems = with(check, Result.PROBLEM);
        if (problems.size() > 1) {
            return Optional.of(problems.getLast());
        }
        Optional<Finding> other = List.of(Result.OK, Result.NOTE, Result.UNTESTED).stream()
                .flatMap(result -> with(check, result).stream())
                .findFirst();
        if (problems.isEmpty()) {
            return other;
        }
        Finding once = problems.getFirst();
        boolean well =
                other.filter(finding -> finding.result() != Result.UNTESTED).isPresent();
        return Optional.of(new Finding(
                check,
                well ? Result.NOTE : Result.UNTESTED,
                (well ? "once, and not when it was tried again: " : "once, and it could not be tried again: ")
                        + once.evidence()));
    }

    private List<Finding> with(Check check, Result result) {
        return tries.stream()
                .flatMap(findings -> findings.of(check).stream())
                .filter(finding -> finding.result() == result)
                .toList();
    }

    private Findings once() throws InterruptedException {
        Findings findings = new Findings();
        try {
            trial.run(findings);
        } catch (IOException e) {
            failed = true;
            trial.checks().stream()
                    .filter(check -> findings.of(check).isEmpty())
                    .forEach(check -> findings.untested(check, e.getMessage()));
        }
        return findings;
    }
}
