package io.millrace.cli.live;

import com.google.protobuf.Duration;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import io.millrace.cli.resource.Rounded;
import io.millrace.cli.resource.Table;
import io.millrace.proto.control.v1.LiveDirectory;
import io.millrace.proto.control.v1.Publishing;
import io.millrace.proto.control.v1.Reading;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** What is live as a table: a directory a line, what comes in before what goes out. */
final class LiveTable {

    private static final double NANOS_PER_MS = 1e6;
    private static final String NOTHING = "-";

    private LiveTable() {}

    static List<String> of(Collection<LiveDirectory> directories) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                "DIRECTORY", "CHANNEL", "FOR", "UPLOADS", "IN", "STORED P99", "READERS", "OUT", "SENT P99", "ERRORS"));
        directories.forEach(directory -> rows.add(row(directory)));
        return Table.aligned(rows);
    }

    private static List<String> row(LiveDirectory live) {
        Publishing in = live.getPublishing();
        Reading out = live.getReading();
        return List.of(
                live.getDirectory().replaceAll("\\p{Cntrl}", "?"),
                live.getChannel().isEmpty() ? NOTHING : live.getChannel().substring("channels/".length()),
                age(live),
                live.hasPublishing() ? Integer.toString(in.getUploads()) : NOTHING,
                live.hasPublishing() ? Rounded.bitRate(in.getBitRate()) : NOTHING,
                in.hasLatency() ? millis(in.getLatency().getP99()) : NOTHING,
                live.hasReading() ? Integer.toString(out.getReaders()) : NOTHING,
                live.hasReading() ? Rounded.bitRate(out.getBitRate()) : NOTHING,
                out.hasLatency() ? millis(out.getLatency().getP99()) : NOTHING,
                live.hasReading() ? Long.toString(out.getErrors()) : NOTHING);
    }

    /** By the clocks of those who reported; whole seconds. */
    private static String age(LiveDirectory live) {
        if (!live.hasStartTime() || !live.hasReportTime()) {
            return NOTHING;
        }
        long seconds = Math.max(
                0, Timestamps.between(live.getStartTime(), live.getReportTime()).getSeconds());
        return io.millrace.cli.Durations.exact(java.time.Duration.ofSeconds(seconds));
    }

    private static String millis(Duration duration) {
        return String.format(Locale.ROOT, "%.1fms", Durations.toNanos(duration) / NANOS_PER_MS);
    }
}
