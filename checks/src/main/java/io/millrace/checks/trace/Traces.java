package io.millrace.checks.trace;

import io.millrace.proto.control.v1.TraceReplay;

/** The traces of rules. */
public final class Traces {

    private Traces() {}

    /**
     * The trace that a rule replays.
     *
     * @throws InvalidTraceException if there is no such profile, or its text is no trace
     */
    public static Trace of(TraceReplay replay) throws InvalidTraceException {
        double scale = replay.getScale() == 0 ? 1 : replay.getScale();
        return switch (replay.getTraceCase()) {
            case PROFILE -> TraceProfiles.named(replay.getProfile(), scale);
            case CSV -> TraceText.csv(replay.getCsv(), scale);
            case MAHIMAHI -> TraceText.mahimahi(replay.getMahimahi(), scale);
            case TRACE_NOT_SET ->
                throw new InvalidTraceException("the trace has neither a profile nor csv nor mahimahi");
        };
    }
}
