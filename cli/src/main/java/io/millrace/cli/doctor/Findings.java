package io.millrace.cli.doctor;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** What was found of each thing that was looked at; of several findings the worst. Used by any threads. */
final class Findings {

    private final EnumMap<Check, Finding> found = new EnumMap<>(Check.class);

    /** It is as it should be. */
    void ok(Check check, String evidence) {
        add(new Finding(check, Result.OK, evidence));
    }

    /** It is worth knowing. */
    void note(Check check, String evidence) {
        add(new Finding(check, Result.NOTE, evidence));
    }

    /** It can't be looked at. */
    void untested(Check check, String why) {
        add(new Finding(check, Result.UNTESTED, why));
    }

    /** It is not as it should be. */
    void problem(Check check, String evidence) {
        add(new Finding(check, Result.PROBLEM, evidence));
    }

    synchronized void add(Finding finding) {
        found.merge(finding.check(), finding, (had, now) -> now.result().compareTo(had.result()) > 0 ? now : had);
    }

    synchronized void addAll(Findings others) {
        others.all().values().forEach(this::add);
    }

    synchronized Optional<Finding> of(Check check) {
        return Optional.ofNullable(found.get(check));
    }

    /** In the order of {@link Check}. */
    synchronized Map<Check, Finding> all() {
        return new EnumMap<>(found);
    }

    /** Whether this came of something. */
    synchronized boolean any(Result result) {
        return found.values().stream().anyMatch(finding -> finding.result() == result);
    }
}
