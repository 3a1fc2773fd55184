package io.millrace.cli.shape;

import io.millrace.cli.CommandFailedException;
import io.millrace.cli.Durations;
import io.millrace.cli.ExitCode;
import io.millrace.cli.resource.Protos;
import io.millrace.cli.resource.ResourceFiles;
import io.millrace.proto.control.v1.Action;
import io.millrace.proto.control.v1.Match;
import io.millrace.proto.control.v1.Rule;
import io.millrace.proto.control.v1.Schedule;
import io.millrace.proto.control.v1.Session;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** What a session is to be, as options: those of one rule, and a file for more. */
final class SessionOptions {

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "the session as YAML or JSON, which other options add to; - for standard input")
    private Optional<String> file = Optional.empty();

    @Option(names = "--tag", paramLabel = "TAG", description = "the tag whose rules it plays too")
    private Optional<String> tag = Optional.empty();

    @Option(names = "--dripls", paramLabel = "RULES", description = "rules in DripLS's grammar: *.s1~e404")
    private Optional<String> dripls = Optional.empty();

    @Option(
            names = "--ttl",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "how long it is there: 2h, 7d (1d)")
    private Optional<Duration> ttl = Optional.empty();

    @Option(names = "--seed", paramLabel = "NUMBER", description = "what chances are drawn from (one is chosen)")
    private Optional<Long> seed = Optional.empty();

    @Option(names = "--display-name", paramLabel = "TEXT", description = "what people call it")
    private Optional<String> displayName = Optional.empty();

    @Option(names = "--label", paramLabel = "KEY=VALUE", description = "a label; may be repeated")
    private Map<String, String> labels = Map.of();

    @ArgGroup(validate = false, heading = "%nWhat is done to responses:%n")
    private ActionOptions actions = new ActionOptions();

    @ArgGroup(validate = false, heading = "%nWhich requests it is done to (all):%n")
    private MatchOptions match = new MatchOptions();

    @ArgGroup(validate = false, heading = "%nWhen it is done (always):%n")
    private ScheduleOptions schedule = new ScheduleOptions();

    /**
     * The session.
     *
     * @param name whose a file may be
     * @throws CommandFailedException if the options don't go together, or the file can't be used
     */
    Session.Builder session(String name) {
        Session.Builder session = file
                .map(path -> ResourceFiles.readOne(path, name).as(Session.getDefaultInstance()))
                .orElse(Session.getDefaultInstance())
                .toBuilder();
        tag.ifPresent(played -> session.setTag(played.startsWith("tags/") ? played : "tags/" + played));
        dripls.ifPresent(session::setDriplsRules);
        ttl.ifPresent(time -> session.setTtl(Protos.of(time)));
        seed.ifPresent(session::setSeed);
        displayName.ifPresent(session::setDisplayName);
        session.putAllLabels(labels);
        rule().ifPresent(session::addRules);
        return session;
    }

    private Optional<Rule> rule() {
        List<Action> done = actions.actions();
        Rule.Builder rule = Rule.newBuilder().addAllActions(done);
        Match which = match.match();
        Optional<Schedule> when = schedule.schedule();
        if (!which.equals(Match.getDefaultInstance())) {
            rule.setMatch(which);
        }
        when.ifPresent(rule::setSchedule);
        schedule.probability().ifPresent(rule::setProbability);
        if (!done.isEmpty()) {
            return Optional.of(rule.build());
        }
        if (!rule.build().equals(Rule.getDefaultInstance())) {
            throw new CommandFailedException(
                    "options tell which requests, or when, but not what is done to them", ExitCode.USAGE);
        }
        return Optional.empty();
    }
}
