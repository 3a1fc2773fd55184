package io.millrace.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * {@code ./millrace train}: puts the services under load for some seconds, so that their JVMs write down which classes and
 * which profiles they need (AOT caches, JEP 515). Started with these, a service is up sooner, and its first requests are
 * compiled sooner. Ends with 1 when it could not.
 */
final class TrainMain {

    private static final int KIB = 1024;

    /** All ways of a byte, each for as long as compilers need to take notice. */
    private static final List<Load> LESSONS = List.of(
            Load.tail(1, 100, 16 * KIB, 300, Duration.ofMillis(8)),
            Catalogue.WARM_UP,
            Load.segments(100, 8 * KIB, 30, Duration.ofMillis(8), 10),
            Load.requests(64, 4 * KIB, 25, Duration.ofSeconds(2)),
            Load.upload(64 * KIB, 2_000),
            Load.tail(1, 1, 16 * KIB, 300, Duration.ofMillis(8)));

    /** How often the lessons of the control plane and the shaper are repeated. */
    private static final int REPEATED = 25;

    private TrainMain() {}

    public static void main(String[] args) throws InterruptedException {
        try {
            train(Options.parse(args)).forEach(System.out::println);
        } catch (IOException e) {
            System.err.println("train: " + e.getMessage());
            System.exit(1);
        }
    }

    /** The caches that were written. */
    static List<Path> train(Options options) throws IOException, InterruptedException {
        try (Servers servers = new Servers(Files.createTempDirectory("millrace-train-"))) {
            Thread atKill = Thread.ofPlatform().unstarted(servers::close);
            Runtime.getRuntime().addShutdownHook(atKill);
            Millrace millrace = Millrace.learning(options, servers);
            int lesson = 0;
            int lessons = LESSONS.size() + 2;
            for (Load load : LESSONS) {
                Progress.say("training, " + ++lesson + " of " + lessons);
                Figures figures =
                        new Run(millrace, options.quick() ? load.shortened() : load, "/train" + lesson).execute();
                if (!figures.faults().isEmpty()) {
                    throw new IOException("the services failed under load: " + figures.faults());
                }
            }
            Progress.say("training, " + ++lesson + " of " + lessons);
            new ControlLesson(millrace.control()).teach(options.quick() ? 1 : REPEATED);
            Progress.say("training, " + ++lesson + " of " + lessons);
            new ShaperLesson(millrace.in(), millrace.shaped()).teach(options.quick() ? 1 : REPEATED);
            Progress.say("writing what was learned");
            List<Path> caches = millrace.stopLearned();
            boolean _ = Runtime.getRuntime().removeShutdownHook(atKill);
            return caches;
        }
    }
}
