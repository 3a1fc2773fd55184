package io.millrace.bench;

import io.millrace.bench.Scenario.Reference;
import java.time.Duration;
import java.util.List;

/** All scenarios. */
final class Catalogue {

    /** The one that is no load on a server. */
    static final String START_UP = "S10";

    /** The one whose figure is memory. */
    static final String MEMORY = "S8";

    static final String BROADCASTER = "broadcaster";

    /** For the first that a server sees of the bench, and the bench of it: a few GB. */
    static final Load WARM_UP = Load.tail(1, 20, 64 * 1024, 2_000, Duration.ZERO);

    private static final Duration FRAME = Duration.ofMillis(33);
    private static final Duration UNPACED = Duration.ZERO;
    private static final int KIB = 1024;

    private static final List<String> LATENCY = List.of(
            "due_to_read_p50_us",
            "due_to_read_p90_us",
            "due_to_read_p99_us",
            "due_to_read_p999_us",
            "due_to_read_max_us",
            "write_to_read_p50_us",
            "write_to_read_p99_us",
            "cpu_deliverer_s_per_gb",
            "cpu_all_s_per_gb",
            "cpu_bench_s_per_gb");
    private static final List<String> THROUGHPUT =
            List.of("out_gb_per_s", "cpu_deliverer_s_per_gb", "cpu_all_s_per_gb", "cpu_bench_s_per_gb");
    private static final List<String> REQUESTS = List.of(
            "requests_per_s",
            "out_gb_per_s",
            "request_p50_us",
            "request_p99_us",
            "cpu_deliverer_s_per_gb",
            "cpu_bench_s_per_gb");

    private static final Goal EDGE_CPU = Goal.atMostTimes(1.5, BROADCASTER, "cpu_deliverer_s_per_gb");

    private static final Goal FLAT_CPU = Goal.atMostTimesScenario(1.2, "S9-1", "cpu_all_s_per_gb");

    private Catalogue() {}

    /** In the order in which they run. */
    static List<Scenario> all() {
        return List.of(
                tail(
                        "S1",
                        "live tail, 16 KiB every 33 ms, 1 reader",
                        Load.tail(1, 1, 16 * KIB, 300, FRAME),
                        Goal.atMost("due_to_read_p50_us", 500),
                        Goal.atMost("due_to_read_p99_us", 1_500)),
                tail(
                        "S2",
                        "live tail, 16 KiB every 33 ms, 100 readers",
                        Load.tail(1, 100, 16 * KIB, 300, FRAME),
                        Goal.atMostTimes(2, BROADCASTER, "due_to_read_p50_us"),
                        Goal.atMost("due_to_read_p99_us", 2_500),
                        EDGE_CPU),
                tail(
                        "S3",
                        "live tail, 16 KiB every 33 ms, 1000 readers",
                        Load.tail(1, 1_000, 16 * KIB, 300, FRAME),
                        Goal.atLeast("readers_complete", 1_000),
                        Goal.atMostTimes(2, BROADCASTER, "due_to_read_p99_us"),
                        EDGE_CPU),
                tail(
                        "S3b",
                        "live tail, 4 KiB every 33 ms, 2000 readers",
                        Load.tail(1, 2_000, 4 * KIB, 300, FRAME),
                        Goal.atLeast("readers_complete", 2_000),
                        Goal.atMostTimes(2, BROADCASTER, "due_to_read_p99_us"),
                        EDGE_CPU),
                new Scenario(
                        "S4",
                        "unpaced 64 KiB chunks, 50 readers",
                        Load.tail(1, 50, 64 * KIB, 2_000, UNPACED),
                        List.of(Reference.BARE),
                        THROUGHPUT,
                        List.of(Goal.atLeast("out_gb_per_s", 4), EDGE_CPU)),
                new Scenario(
                        "S5",
                        "upload only, unpaced 64 KiB chunks",
                        Load.upload(64 * KIB, 8_192),
                        List.of(Reference.XADD, Reference.BARE),
                        List.of("in_gb_per_s", "cpu_all_s_per_gb", "cpu_bench_s_per_gb"),
                        List.of(Goal.atLeastTimes(0.7, RedisBenchmark.NAME, "in_gb_per_s"))),
                segments("S6", 200),
                segments("S6-1", 1),
                closed(
                        "S7-100K",
                        "closed object of 100 KiB, 64 connections",
                        4 * KIB,
                        25,
                        Goal.atLeastTimes(0.7, Nginx.NAME, "requests_per_s")),
                closed(
                        "S7-1M",
                        "closed object of 1 MiB, 64 connections",
                        64 * KIB,
                        16,
                        Goal.atMostTimes(1.5, Nginx.NAME, "cpu_deliverer_s_per_gb")),
                new Scenario(
                        MEMORY,
                        "5000 idle readers of one live object",
                        Load.tail(1, 5_000, KIB, 5, Duration.ofSeconds(1)),
                        List.of(Reference.BARE),
                        List.of(
                                "resident_per_reader_kib",
                                "live_heap_per_reader_kib",
                                "peak_edge_mib",
                                "readers_complete",
                                "due_to_read_p99_us"),
                        List.of(Goal.atMost("resident_per_reader_kib", 10), Goal.atLeast("readers_complete", 5_000))),
                growth("S9-1", 1),
                growth("S9-10", 10, FLAT_CPU),
                growth("S9-100", 100, FLAT_CPU),
                new Scenario(
                        START_UP,
                        "start-up: `up` until it is ready, an edge until it takes connections",
                        Load.upload(KIB, 1),
                        List.of(),
                        List.of("up_start_s", "edge_start_s"),
                        List.of(Goal.atMost("up_start_s", 15), Goal.atMost("edge_start_s", 3))));
    }

    private static Scenario tail(String name, String title, Load load, Goal... goals) {
        return new Scenario(name, title, load, List.of(Reference.BARE), LATENCY, List.of(goals));
    }

    private static Scenario segments(String name, int followers) {
        return new Scenario(
                name,
                "segments of 2 s in 60 chunks of 8 KiB, followers that ask for the next one early: " + followers,
                Load.segments(followers, 8 * KIB, 60, FRAME, 6),
                List.of(Reference.BARE),
                List.of(
                        "object_first_byte_p50_us",
                        "object_first_byte_p90_us",
                        "object_first_byte_p99_us",
                        "object_first_byte_max_us",
                        "write_to_read_p50_us",
                        "write_to_read_p99_us",
                        "answers_404"),
                List.of(Goal.atMost("object_first_byte_p50_us", 1_000), Goal.atMost("answers_404", 0)));
    }

    private static Scenario closed(String name, String title, int chunkBytes, int chunks, Goal goal) {
        return new Scenario(
                name,
                title,
                Load.requests(64, chunkBytes, chunks, Duration.ofSeconds(5)),
                List.of(Reference.NGINX, Reference.BARE),
                REQUESTS,
                List.of(goal));
    }

    /** The same 8 MB/s in and five times as much out, whatever the number of channels; so long that their beginning and end count little. */
    private static Scenario growth(String name, int channels, Goal... goals) {
        return new Scenario(
                name,
                "8 MB/s in chunks of 16 KiB over " + channels + " channels, 5 readers each",
                Load.tail(channels, 5, 16 * KIB, 12_000 / channels, Duration.ofMillis(2L * channels)),
                List.of(Reference.BARE),
                List.of("cpu_deliverer_s_per_gb", "cpu_all_s_per_gb", "due_to_read_p50_us", "due_to_read_p99_us"),
                List.of(goals));
    }
}
