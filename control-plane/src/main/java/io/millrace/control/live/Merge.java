package io.millrace.control.live;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import io.millrace.proto.control.v1.LatencySummary;
import io.millrace.proto.control.v1.LiveDirectory;
import io.millrace.proto.control.v1.Publishing;
import io.millrace.proto.control.v1.Reading;

/** One directory as two services report it: what can be counted is added, of times the worst is taken. */
final class Merge {

    private Merge() {}

    /** @param newer the report that came later; what can't be put together is its */
    static LiveDirectory of(LiveDirectory older, LiveDirectory newer) {
        LiveDirectory.Builder merged = newer.toBuilder();
        if (older.hasPublishing()) {
            merged.setPublishing(
                    newer.hasPublishing() ? of(older.getPublishing(), newer.getPublishing()) : older.getPublishing());
        }
        if (older.hasReading()) {
            merged.setReading(newer.hasReading() ? of(older.getReading(), newer.getReading()) : older.getReading());
        }
        if (older.hasStartTime()) {
            merged.setStartTime(
                    newer.hasStartTime() ? earlier(older.getStartTime(), newer.getStartTime()) : older.getStartTime());
        }
        return merged.build();
    }

    private static Publishing of(Publishing older, Publishing newer) {
        Publishing.Builder merged = newer.toBuilder()
                .setUploads(older.getUploads() + newer.getUploads())
                .setObjects(older.getObjects() + newer.getObjects())
                .setAborted(older.getAborted() + newer.getAborted())
                .setBytes(older.getBytes() + newer.getBytes())
                .setBitRate(older.getBitRate() + newer.getBitRate());
        // An ingest that uploads nothing there now has begun its last object before the other one.
        if (newer.getUploads() == 0 && older.getUploads() > 0) {
            merged.setLastObject(older.getLastObject());
        }
        if (older.hasLatency()) {
            merged.setLatency(worst(older.getLatency(), newer.getLatency()));
        }
        return merged.build();
    }

    private static Reading of(Reading older, Reading newer) {
        Reading.Builder merged = newer.toBuilder()
                .setReaders(older.getReaders() + newer.getReaders())
                .setRequests(older.getRequests() + newer.getRequests())
                .setErrors(older.getErrors() + newer.getErrors())
                .setBytes(older.getBytes() + newer.getBytes())
                .setBitRate(older.getBitRate() + newer.getBitRate());
        if (older.hasLatency()) {
            merged.setLatency(worst(older.getLatency(), newer.getLatency()));
        }
        return merged.build();
    }

    private static LatencySummary worst(LatencySummary one, LatencySummary other) {
        return LatencySummary.newBuilder()
                .setP50(longer(one.getP50(), other.getP50()))
                .setP99(longer(one.getP99(), other.getP99()))
                .setMax(longer(one.getMax(), other.getMax()))
                .build();
    }

    private static Duration longer(Duration one, Duration other) {
        return Durations.compare(one, other) >= 0 ? one : other;
    }

    private static Timestamp earlier(Timestamp one, Timestamp other) {
        return Timestamps.compare(one, other) <= 0 ? one : other;
    }
}
