package io.millrace.shaper.dash;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A period of a presentation.
 *
 * @param id as it is told, or its start
 * @param start from the presentation's beginning
 * @param length nothing where it is open
 * @param ad whether SCTE-35 tells that it is an advertisement, or that it is none
 */
public record MpdPeriod(
        String id,
        Duration start,
        Optional<Duration> length,
        Optional<Boolean> ad,
        List<MpdRepresentation> representations) {}
