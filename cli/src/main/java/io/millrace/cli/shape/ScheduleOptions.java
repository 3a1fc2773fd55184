package io.millrace.cli.shape;

import io.millrace.cli.Durations;
import io.millrace.cli.resource.Protos;
import io.millrace.proto.control.v1.Schedule;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** When something is done, as options. */
final class ScheduleOptions {

    @Option(names = "--probability", paramLabel = "P", description = "how likely it is that a request is met: 0.1")
    private Optional<Double> probability = Optional.empty();

    @Option(
            names = "--after",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "not before so much of the session has passed")
    private Optional<Duration> after = Optional.empty();

    @Option(
            names = "--for",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "for how long (until its end)")
    private Optional<Duration> duration = Optional.empty();

    @Option(
            names = "--every",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "again each such time; with --for")
    private Optional<Duration> every = Optional.empty();

    @Option(names = "--nth", paramLabel = "N", description = "each n-th request that matches only")
    private Optional<Integer> nth = Optional.empty();

    @Option(names = "--times", paramLabel = "N", description = "so many requests at the most")
    private Optional<Integer> times = Optional.empty();

    Optional<Double> probability() {
        return probability;
    }

    /** Empty where the options say nothing. */
    Optional<Schedule> schedule() {
        Schedule.Builder schedule = Schedule.newBuilder();
        after.ifPresent(time -> schedule.setStartAfter(Protos.of(time)));
        duration.ifPresent(time -> schedule.setDuration(Protos.of(time)));
        every.ifPresent(time -> schedule.setRepeatEvery(Protos.of(time)));
        nth.ifPresent(schedule::setEveryNth);
        times.ifPresent(schedule::setMaxRequests);
        Schedule built = schedule.build();
        return built.equals(Schedule.getDefaultInstance()) ? Optional.empty() : Optional.of(built);
    }
}
