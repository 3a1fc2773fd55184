package io.millrace.shaper.dash;

import io.millrace.shaper.url.Reference;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/**
 * A presentation as its MPD describes it. What is not understood tells nothing.
 *
 * @param dynamic whether it may change and segments come with time
 * @param availabilityStart what live segments' times count from
 * @param timeShiftBuffer how far back live segments go; nothing where all stay
 */
public record Mpd(
        boolean dynamic, Instant availabilityStart, Optional<Duration> timeShiftBuffer, List<MpdPeriod> periods) {

    /** Reads an MPD; nothing where the text is none. */
    public static Optional<Mpd> read(URI url, String text) {
        return MpdTree.read(text).map(root -> MpdReader.read(url, root));
    }

    /** Whether a text seems to be an MPD. */
    public static boolean isMpd(String text) {
        String beginning = text.startsWith("\uFEFF") ? text.substring(1) : text;
        return beginning.stripLeading().startsWith("<") && beginning.contains("MPD");
    }

    /** An MPD's URLs, in its order; none where the text is no MPD. */
    public static List<Reference> references(URI url, String text) {
        return MpdTree.read(text).map(root -> MpdReferences.of(url, text, root)).orElse(List.of());
    }

    /** A length of XML Schema, years and months left out. */
    static Optional<Duration> duration(Optional<String> text) {
        try {
            return text.map(Duration::parse);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** A date of XML Schema; without a zone it is UTC. */
    static Optional<Instant> instant(Optional<String> text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        String spelled = text.orElseThrow();
        String zoned = spelled.matches(".*(Z|[+-]\\d\\d:\\d\\d)") ? spelled : spelled + "Z";
        try {
            return Optional.of(OffsetDateTime.parse(zoned).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
