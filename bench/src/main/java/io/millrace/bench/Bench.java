package io.millrace.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Runs scenarios. Each run of a scenario takes all its servers in turn, so that what disturbs the machine disturbs all. A
 * server is started when the first scenario needs it, and goes on until {@link Servers} ends.
 */
final class Bench {

    private final Options options;
    private final Servers servers;
    private final Optional<Llfan> llfan;
    private Optional<Millrace> millrace = Optional.empty();
    private Optional<Nginx> nginx = Optional.empty();
    private final List<CommandTarget> bare = new ArrayList<>();
    private final Set<Target> warm = new HashSet<>();
    private int prefix;

    Bench(Options options, Servers servers) {
        this.options = options;
        this.servers = servers;
        this.llfan = options.llfan().map(program -> new Llfan(program, servers));
    }

    Result run(Scenario scenario) throws IOException, InterruptedException {
        Map<String, List<Figures>> runs = new LinkedHashMap<>();
        List<String> notes = new ArrayList<>();
        if (scenario.startsServers()) {
            for (int i = 1; i <= options.runs() && options.withMillrace(); i++) {
                note(runs, scenario, i, Millrace.NAME, startUp());
            }
            return new Result(scenario, runs, notes);
        }
        List<Target> targets = targets(scenario, notes);
        Optional<RedisBenchmark> xadd = redisBenchmark(scenario, notes);
        Load load = options.quick() ? scenario.load().shortened() : scenario.load();
        for (Target target : targets) {
            warmUp(scenario, target);
        }
        for (int i = 1; i <= options.runs(); i++) {
            for (Target target : targets) {
                if (scenario.fresh()) {
                    target.restart();
                    Figures _ = new Run(target, load.shortened(), nextPrefix()).execute();
                }
                boolean both = llfan.isPresent() && Llfan.can(target, load);
                // Who comes second finds the server at work: they take turns in that.
                if (both && i % 2 == 0) {
                    Figures figures = llfan.get().execute(target, load, nextPrefix());
                    note(runs, scenario, i, target.name() + Llfan.MARK, figures);
                }
                note(runs, scenario, i, target.name(), new Run(target, load, nextPrefix()).execute());
                if (both && i % 2 == 1) {
                    Figures figures = llfan.get().execute(target, load, nextPrefix());
                    note(runs, scenario, i, target.name() + Llfan.MARK, figures);
                }
            }
            if (xadd.isPresent() && millrace.isPresent()) {
                note(runs, scenario, i, RedisBenchmark.NAME, xadd.get().execute(load, millrace.get()));
            }
        }
        return new Result(scenario, runs, notes);
    }

    /** Each time from nothing, beside those that are there. */
    private Figures startUp() throws IOException, InterruptedException {
        try (Millrace another = new Millrace(options, servers)) {
            Map<String, Double> values = new LinkedHashMap<>();
            values.put("up_start_s", another.upStarted().toMillis() / 1e3);
            values.put("edge_start_s", another.edgeStarted().toMillis() / 1e3);
            return new Figures(values, List.of());
        }
    }

    /** Compilers of both sides have seen all there is before anything is measured. */
    private void warmUp(Scenario scenario, Target target) throws InterruptedException {
        if (options.quick()) {
            return;
        }
        Progress.say(scenario.name() + " warm-up " + target.name());
        if (warm.add(target) && !(target instanceof Nginx)) {
            Figures _ = new Run(target, Catalogue.WARM_UP, nextPrefix()).execute();
        }
        Figures _ = new Run(target, scenario.load().warmUp(), nextPrefix()).execute();
    }

    private void note(Map<String, List<Figures>> runs, Scenario scenario, int number, String server, Figures figures)
            throws InterruptedException {
        servers.requireOpen();
        runs.computeIfAbsent(server, unknown -> new ArrayList<>()).add(figures);
        Progress.say(scenario.name() + " run " + number + ' ' + server + ' ' + Progress.figures(scenario, figures));
    }

    private List<Target> targets(Scenario scenario, List<String> notes) throws IOException, InterruptedException {
        List<Target> targets = new ArrayList<>();
        if (options.withMillrace()) {
            if (millrace.isEmpty()) {
                millrace = Optional.of(new Millrace(options, servers));
            }
            targets.add(millrace.get());
        }
        if (scenario.references().contains(Scenario.Reference.NGINX)) {
            try {
                if (nginx.isEmpty()) {
                    nginx = Optional.of(Nginx.start(options, servers));
                }
                targets.add(nginx.get());
            } catch (DebianProgram.MissingException e) {
                notes.add(e.getMessage());
            }
        }
        if (scenario.references().contains(Scenario.Reference.BARE)) {
            if (bare.isEmpty()) {
                bare.add(CommandTarget.broadcaster(servers));
                for (Map.Entry<String, String> given : options.references().entrySet()) {
                    bare.add(CommandTarget.given(given.getKey(), given.getValue(), servers));
                }
            }
            targets.addAll(bare);
        }
        return targets;
    }

    private Optional<RedisBenchmark> redisBenchmark(Scenario scenario, List<String> notes) throws InterruptedException {
        if (!scenario.references().contains(Scenario.Reference.XADD)) {
            return Optional.empty();
        }
        try {
            return Optional.of(RedisBenchmark.find(options, servers));
        } catch (DebianProgram.MissingException e) {
            notes.add(e.getMessage());
            return Optional.empty();
        }
    }

    /** No two runs have an object in common. */
    private String nextPrefix() {
        return "/bench" + prefix++;
    }
}
