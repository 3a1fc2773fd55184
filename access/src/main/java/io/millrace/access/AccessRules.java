package io.millrace.access;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Who may read and write in which directory. Used by all threads; ends when it is closed. Whoever asks keeps nothing: a
 * verdict is for one request, since the next one may be under other rules.
 */
public final class AccessRules implements AutoCloseable {

    /** The value of the WWW-Authenticate header that asks for a name and a password (RFC 7617). */
    public static final String CHALLENGE = "Basic realm=\"millrace\", charset=\"UTF-8\"";

    private static final Duration LOOK_AT_THE_FILE_EVERY = Duration.ofSeconds(2);

    /** Passwords that wait to be checked; with hashes of cost 10 the last of them waits for some seconds. */
    static final int MOST_WAITING = 64;

    private final AccessCounters counters = new AccessCounters();
    private final ExecutorService checker;
    private final RulesFile file;
    private volatile RulesInForce inForce;

    private AccessRules(RulesFile file, Rules rules, ExecutorService checker) {
        this.file = file;
        this.checker = checker;
        this.inForce = inForce(rules);
    }

    /** Rules that allow everything to anybody. */
    public static AccessRules open() {
        return new AccessRules(null, Rules.OPEN, checker());
    }

    /**
     * Reads the rules of a file and follows its changes until closed. A change that can't be used is logged once and the
     * rules stay as they are.
     *
     * @throws InvalidRulesException if the file can't be read or says something wrong
     */
    public static AccessRules watch(Path file) {
        return watch(file, LOOK_AT_THE_FILE_EVERY, checker());
    }

    /**
     * The same for tests.
     *
     * @param checker checks passwords; shut down by {@link #close}
     */
    static AccessRules watch(Path file, Duration lookEvery, ExecutorService checker) {
        RulesFile source = new RulesFile(file);
        AccessRules access = new AccessRules(source, source.read(), checker);
        source.follow(lookEvery, rules -> access.inForce = access.inForce(rules));
        return access;
    }

    /**
     * Decides about one request. Never blocks: passwords are checked elsewhere, and the stage is complete already where
     * that is not needed or was done lately; otherwise it completes on a thread that must not be kept. It does not fail.
     *
     * @param directory the path up to its last slash, in its normal form
     */
    public CompletionStage<Verdict> check(Credentials credentials, Action action, String directory) {
        return inForce.check(credentials, action, directory);
    }

    /**
     * Publishes what the rules have had to do.
     *
     * @param service the first part of the metrics' names after {@code millrace}
     */
    public void register(MeterRegistry metrics, String service) {
        count(metrics, service, "passwords", "Passwords checked against a hash", counters.passwordChecks);
        count(metrics, service, "wrong", "Requests whose credentials proved nobody", counters.wrongCredentials);
        count(metrics, service, "busy", "Requests refused, too many passwords waited", counters.busy);
        Gauge.builder("millrace." + service + ".access.stale", this, AccessRules::stale)
                .description("1 while the file of access rules can't be used and older rules are in force")
                .register(metrics);
    }

    @Override
    public void close() {
        if (file != null) {
            file.close();
        }
        checker.shutdown();
    }

    AccessCounters counters() {
        return counters;
    }

    /** Looks at the file now. */
    void refresh() {
        file.refresh();
    }

    private int stale() {
        return file != null && file.broken() ? 1 : 0;
    }

    private RulesInForce inForce(Rules rules) {
        return new RulesInForce(rules, new PasswordChecks(rules.passwords(), checker, counters), counters);
    }

    /** Half of the processors, so that a flood of passwords leaves the other half to what streams. */
    private static ExecutorService checker() {
        int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads,
                threads,
                10,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MOST_WAITING),
                Thread.ofPlatform().daemon().name("access-passwords-", 0).factory());
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    private static void count(MeterRegistry metrics, String service, String name, String what, LongAdder counter) {
        FunctionCounter.builder("millrace." + service + ".access." + name, counter, LongAdder::sum)
                .description(what)
                .register(metrics);
    }
}
