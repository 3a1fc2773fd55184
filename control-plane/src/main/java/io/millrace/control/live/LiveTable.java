package io.millrace.control.live;

import com.google.protobuf.util.Timestamps;
import io.millrace.control.store.LiveReport;
import io.millrace.control.store.LiveStore;
import io.millrace.proto.control.v1.LiveDirectory;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * All that is live, read when somebody asks and not more often than twice a second. May be used by any thread; reading
 * blocks. Two that ask at the same time may both read: nobody waits for another's answer.
 */
final class LiveTable {

    private static final Duration FRESH = Duration.ofMillis(500);

    private final LiveStore store;
    private volatile Read last = new Read(System.nanoTime() - FRESH.toNanos(), Map.of(), new TreeMap<>());

    LiveTable(LiveStore store) {
        this.store = store;
    }

    /** Directories by their paths, without their channels. */
    NavigableMap<String, LiveDirectory> directories() {
        Read before = last;
        long now = System.nanoTime();
        if (now - before.nanos < FRESH.toNanos()) {
            return before.directories;
        }
        Map<String, LiveReport> reports = store.read(before.reports);
        NavigableMap<String, LiveDirectory> directories =
                reports.equals(before.reports) ? before.directories : merged(reports);
        last = new Read(now, reports, directories);
        return directories;
    }

    private static NavigableMap<String, LiveDirectory> merged(Map<String, LiveReport> reports) {
        List<Map.Entry<String, LiveReport>> oldestFirst = reports.entrySet().stream()
                .sorted(Map.Entry.<String, LiveReport>comparingByValue(Comparator.comparingLong(LiveReport::timeMillis))
                        .thenComparing(Map.Entry.comparingByKey()))
                .toList();
        NavigableMap<String, LiveDirectory> directories = new TreeMap<>();
        for (Map.Entry<String, LiveReport> entry : oldestFirst) {
            for (LiveDirectory told : entry.getValue().report().getDirectoriesList()) {
                LiveDirectory directory = told.toBuilder()
                        .clearChannel()
                        .setReportTime(Timestamps.fromMillis(entry.getValue().timeMillis()))
                        .build();
                directories.merge(told.getDirectory(), directory, Merge::of);
            }
        }
        return directories;
    }

    private record Read(long nanos, Map<String, LiveReport> reports, NavigableMap<String, LiveDirectory> directories) {}
}
