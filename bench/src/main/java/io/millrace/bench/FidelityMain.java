package io.millrace.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code ./millrace fidelity}: whether the shaper does what its rules say, as a client sees it. Writes tables as Markdown.
 */
@Command(
        name = "./millrace fidelity",
        sortOptions = false,
        description =
                "Starts a shaper in front of an endless origin, on loopback, and measures rates, stalls and latency as"
                        + " a client sees them, and what many sessions cost.")
final class FidelityMain implements Callable<Integer> {

    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long SESSION_RATE = 4_000_000;
    /** So that a thousand readers leave the machine to the shaper; a fiftieth of the window. */
    private static final Duration SESSION_PAUSE = Duration.ofMillis(40);

    @Mixin
    private final Options options = new Options();

    @Option(names = "--rates", split = ",", paramLabel = "BIT/S", description = "rates to be measured")
    private List<Long> rates =
            List.of(5_000L, 50_000L, 500_000L, 2_000_000L, 10_000_000L, 50_000_000L, 100_000_000L, 200_000_000L);

    @Option(names = "--seconds", paramLabel = "N", description = "how long each is measured (${DEFAULT-VALUE})")
    private int seconds = 12;

    @Option(
            names = "--sessions",
            split = ",",
            paramLabel = "N",
            description = "how many sessions of 4 Mbit/s at a time (${DEFAULT-VALUE})")
    private List<Integer> sessions = List.of(100, 500, 1000);

    @Option(names = "--help", usageHelp = true, description = "this text")
    @SuppressWarnings("unused") // picocli prints the text and calls nothing
    private boolean help;

    private FidelityMain() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new FidelityMain()).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (Servers servers = new Servers(Files.createTempDirectory("millrace-fidelity-"));
                EndlessOrigin origin = new EndlessOrigin()) {
            Thread atKill = Thread.ofPlatform().unstarted(servers::close);
            Runtime.getRuntime().addShutdownHook(atKill);
            ShaperServer shaper = new ShaperServer(options, servers, origin.port());
            Seen _ = client(shaper.address(), "bandwidth=200000000").read(Duration.ofSeconds(5), Duration.ZERO);
            rates(shaper.address());
            stalls(shaper.address());
            latency(shaper.address());
            sessions(shaper);
            boolean _ = Runtime.getRuntime().removeShutdownHook(atKill);
        }
        return CommandLine.ExitCode.OK;
    }

    private static ShapedClient client(InetSocketAddress shaper, String rules) throws IOException {
        return new ShapedClient(shaper, "object.m4s", rules);
    }

    private void rates(InetSocketAddress shaper) throws IOException, InterruptedException {
        say("| set, bit/s | seen, bit/s | worst over 2 s |");
        say("| ---: | ---: | ---: |");
        for (long rate : rates) {
            Seen seen = client(shaper, "bandwidth=" + rate).read(Duration.ofSeconds(seconds), Duration.ZERO);
            double error = seen.worstError(WINDOW_NANOS, (double) rate);
            say(String.format(Locale.ROOT, "| %,d | %,.0f | %+.2f %% |", rate, seen.rate(), 100 * error));
        }
        say("");
    }

    private void stalls(InetSocketAddress shaper) throws IOException, InterruptedException {
        say("| stall set, ms | longest gap seen, ms |");
        say("| ---: | ---: |");
        for (int ms : new int[] {20, 200, 1000, 3000}) {
            Seen seen = client(shaper, "bandwidth=20000000&stall=" + ms + "ms&at=1000000")
                    .read(Duration.ofSeconds(3).plusMillis(ms), Duration.ZERO);
            say(String.format(Locale.ROOT, "| %d | %.1f |", ms, seen.longestGapMs()));
        }
        say("");
    }

    private void latency(InetSocketAddress shaper) throws IOException, InterruptedException {
        say("| latency set, ms | first byte after, ms |");
        say("| ---: | ---: |");
        for (int ms : new int[] {0, 5, 50, 500, 2000}) {
            Seen seen = client(shaper, "bandwidth=20000000&latency=" + ms + "ms")
                    .read(Duration.ofMillis(200), Duration.ZERO);
            say(String.format(Locale.ROOT, "| %d | %.1f |", ms, seen.headMs()));
        }
        say("");
    }

    private void sessions(ShaperServer shaper) throws IOException, InterruptedException {
        say(
                "| sessions of 4 Mbit/s | seen in all, Mbit/s | within 5 % over 2 s | worst | shaper, cores | machine, cores |");
        say("| ---: | ---: | ---: | ---: | ---: | ---: |");
        for (int count : sessions) {
            List<ShapedClient> clients = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                clients.add(new ShapedClient(
                        shaper.address(), EndlessOrigin.LIVE + i + ".m4s", "bandwidth=" + SESSION_RATE));
            }
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                ProcFs.Machine machine = ProcFs.machine();
                double cpu = ProcFs.cpuSeconds(shaper.pid());
                long start = System.nanoTime();
                List<Future<Seen>> reads = clients.stream()
                        .map(client -> threads.submit(() -> client.read(Duration.ofSeconds(seconds), SESSION_PAUSE)))
                        .toList();
                List<Seen> all = new ArrayList<>();
                for (Future<Seen> read : reads) {
                    all.add(read.get());
                }
                double took = (System.nanoTime() - start) / 1e9;
                double cores = (ProcFs.cpuSeconds(shaper.pid()) - cpu) / took;
                double busy = ProcFs.machine().since(machine).busySeconds() / took;
                tell(all, cores, busy);
            } catch (ExecutionException e) {
                throw new IOException(e.getCause());
            }
        }
    }

    private static void tell(List<Seen> all, double cores, double busy) {
        double[] errors = all.stream()
                .mapToDouble(seen -> seen.worstError(WINDOW_NANOS, SESSION_RATE))
                .toArray();
        long within = 0;
        double worst = 0;
        for (double error : errors) {
            within += Math.abs(error) <= 0.05 ? 1 : 0;
            worst = Math.abs(error) > Math.abs(worst) ? error : worst;
        }
        say(String.format(
                Locale.ROOT,
                "| %d | %,.0f | %d | %+.1f %% | %.2f | %.2f |",
                all.size(),
                all.stream().mapToDouble(Seen::rate).sum() / 1e6,
                within,
                100 * worst,
                cores,
                busy));
    }

    private static void say(String line) {
        System.out.println(line);
    }
}
