package io.millrace.shaper.loss;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * A flow of the model that sends as much as it can, in the model's own time; what its receiver sees. As a program it
 * makes the model's side of docs/shaper-fidelity.md: percents of loss, round-trip times in milliseconds, seconds of a flow
 * and the number of flows.
 */
final class ModelledFlow {

    private static final double STALL_ROUND_TRIPS = 1.75;

    private final TcpSender sender;
    private final long roundTripNanos;
    private long bytes;
    private long lastNanos;
    private final List<Double> stallsMs = new ArrayList<>();

    ModelledFlow(double percent, Duration roundTrip, long seed) {
        roundTripNanos = roundTrip.toNanos();
        sender = new TcpSender(new SplittableRandom(seed));
        sender.network(percent / 100, roundTripNanos);
    }

    /** Lets so much of its time pass. */
    ModelledFlow run(Duration time) {
        long end = time.toNanos();
        long now = 0;
        while (now < end) {
            long room = sender.room(now);
            if (room > 0) {
                sender.send(room, now);
            }
            long delivered = sender.delivered();
            if (delivered > 0) {
                if (now - lastNanos > STALL_ROUND_TRIPS * roundTripNanos) {
                    stallsMs.add((now - lastNanos) / 1e6);
                }
                lastNanos = now;
                bytes += delivered;
            }
            if (room == 0 || sender.room(now) == 0) {
                now = sender.nextNanos();
            }
        }
        return this;
    }

    double megabits(Duration time) {
        return bytes * 8e3 / time.toNanos();
    }

    List<Double> stallsMs() {
        return stallsMs;
    }

    public static void main(String[] arguments) {
        Duration time = Duration.ofSeconds(Long.parseLong(arguments[2]));
        int flows = Integer.parseInt(arguments[3]);
        System.out.println(
                "loss_percent,round_trip_ms,mbit_s,stalls_a_minute,stall_median_ms,stall_95_ms,stalled_percent");
        for (String loss : arguments[0].split(",", -1)) {
            for (String roundTrip : arguments[1].split(",", -1)) {
                System.out.println(row(loss, roundTrip, time, flows));
            }
        }
    }

    private static String row(String loss, String roundTrip, Duration time, int flows) {
        double megabits = 0;
        List<Double> stalls = new ArrayList<>();
        for (int seed = 1; seed <= flows; seed++) {
            ModelledFlow flow = new ModelledFlow(
                            Double.parseDouble(loss), Duration.ofMillis(Long.parseLong(roundTrip)), seed)
                    .run(time);
            megabits += flow.megabits(time) / flows;
            stalls.addAll(flow.stallsMs());
        }
        Collections.sort(stalls);
        double minutes = time.toMillis() / 60e3 * flows;
        double stalled = stalls.stream().mapToDouble(stall -> stall).sum() / 600 / minutes;
        return String.format(
                Locale.ROOT,
                "%s,%s,%.3f,%.1f,%.0f,%.0f,%.1f",
                loss,
                roundTrip,
                megabits,
                stalls.size() / minutes,
                at(stalls, 0.5),
                at(stalls, 0.95),
                stalled);
    }

    private static double at(List<Double> sorted, double part) {
        return sorted.isEmpty() ? 0 : sorted.get(Math.min(sorted.size() - 1, (int) (part * sorted.size())));
    }
}
