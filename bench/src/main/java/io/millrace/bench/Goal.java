package io.millrace.bench;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What Millrace's median has to reach. */
record Goal(String figure, boolean atMost, Limit limit) {

    /** What it is compared with. */
    sealed interface Limit {}

    record Amount(double value) implements Limit {}

    /** As many times what a server has in the same scenario. */
    record TimesServer(double factor, String server) implements Limit {}

    /** As many times what Millrace itself has in another scenario. */
    record TimesScenario(double factor, String scenario) implements Limit {}

    /** Whether it was reached: {@code measured} against {@code limit}, which {@code basis} explains. */
    record Verdict(String figure, double measured, boolean atMost, double limit, String basis) {

        @JsonProperty
        boolean met() {
            return atMost ? measured <= limit : measured >= limit;
        }

        /** How much of the limit was reached. */
        @JsonProperty
        double share() {
            return measured / limit;
        }
    }

    static Goal atMost(String figure, double bound) {
        return new Goal(figure, true, new Amount(bound));
    }

    static Goal atLeast(String figure, double bound) {
        return new Goal(figure, false, new Amount(bound));
    }

    static Goal atMostTimes(double factor, String server, String figure) {
        return new Goal(figure, true, new TimesServer(factor, server));
    }

    static Goal atLeastTimes(double factor, String server, String figure) {
        return new Goal(figure, false, new TimesServer(factor, server));
    }

    /** A goal about the scenario itself, against another scenario. */
    static Goal atMostTimesScenario(double factor, String scenario, String figure) {
        return new Goal(figure, true, new TimesScenario(factor, scenario));
    }

    /**
     * Compares.
     *
     * @param all of all scenarios that there are, for goals that look at another one
     * @return nothing if one side was not measured
     */
    Optional<Verdict> judge(Result result, List<Result> all) {
        return value(result, Millrace.NAME).flatMap(measured -> switch (limit) {
            case Amount(double value) -> Optional.of(new Verdict(figure, measured, atMost, value, ""));
            case TimesServer(double factor, String server) ->
                value(result, server)
                        .map(other -> new Verdict(figure, measured, atMost, factor * other, factor + " x " + server));
            case TimesScenario(double factor, String scenario) ->
                all.stream()
                        .filter(other -> other.scenario().name().equals(scenario))
                        .findFirst()
                        .flatMap(other -> value(other, Millrace.NAME))
                        .map(other -> new Verdict(figure, measured, atMost, factor * other, factor + " x " + scenario));
        });
    }

    private Optional<Double> value(Result result, String server) {
        Map<String, Figures> medians = result.medians();
        return Optional.ofNullable(medians.get(server)).flatMap(median -> median.find(figure));
    }
}
