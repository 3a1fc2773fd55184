package io.millrace.shaper.dash;

import io.millrace.shaper.url.UrlText;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Makes of an MPD's elements what it describes; what is told further out holds further in (section 5.3). */
final class MpdReader {

    /** Places that offer the same; more are not looked at. */
    private static final int MOST_BASES = 8;

    private MpdReader() {}

    static Mpd read(URI url, MpdElement root) {
        List<URI> bases = bases(List.of(url), root);
        SegmentsReader segments = new SegmentsReader();
        List<MpdPeriod> periods = new ArrayList<>();
        Duration start = Duration.ZERO;
        List<MpdElement> elements = root.all("Period");
        for (int i = 0; i < elements.size(); i++) {
            MpdElement element = elements.get(i);
            start = Mpd.duration(element.attribute("start")).orElse(start);
            Optional<Duration> length = length(root, elements, i, start);
            periods.add(new MpdPeriod(
                    element.attribute("id").orElse(start.toString()),
                    start,
                    length,
                    SpliceEvents.ad(element),
                    representations(bases, element, length, segments)));
            start = start.plus(length.orElse(Duration.ZERO));
        }
        return new Mpd(
                root.attribute("type").orElse("static").equals("dynamic"),
                Mpd.instant(root.attribute("availabilityStartTime")).orElse(Instant.EPOCH),
                Mpd.duration(root.attribute("timeShiftBufferDepth")),
                List.copyOf(periods));
    }

    private static Optional<Duration> length(MpdElement root, List<MpdElement> periods, int at, Duration start) {
        Optional<Duration> told = Mpd.duration(periods.get(at).attribute("duration"));
        if (told.isPresent()) {
            return told;
        }
        Optional<Duration> end = at + 1 < periods.size()
                ? Mpd.duration(periods.get(at + 1).attribute("start"))
                : Mpd.duration(root.attribute("mediaPresentationDuration"));
        return end.map(until -> until.minus(start)).filter(length -> !length.isNegative());
    }

    private static List<MpdRepresentation> representations(
            List<URI> outer, MpdElement period, Optional<Duration> length, SegmentsReader segments) {
        List<URI> periodBases = bases(outer, period);
        List<MpdRepresentation> representations = new ArrayList<>();
        for (MpdElement set : period.all("AdaptationSet")) {
            List<URI> setBases = bases(periodBases, set);
            for (MpdElement representation : set.all("Representation")) {
                List<MpdElement> scope = List.of(period, set, representation);
                representations.add(
                        representation(scope, bases(setBases, representation), segments.read(scope, length)));
            }
        }
        return List.copyOf(representations);
    }

    private static MpdRepresentation representation(List<MpdElement> scope, List<URI> bases, Segments segments) {
        String contentType = contentType(scope);
        Optional<String> language = inner(scope, "lang");
        String role = scope.get(1)
                .first("Role")
                .flatMap(found -> found.attribute("value"))
                .orElse("");
        return new MpdRepresentation(
                contentType + "/" + language.orElse("") + "/" + role,
                contentType,
                scope.getLast().attribute("id").orElse(""),
                scope.getLast().number("bandwidth"),
                pixels(scope, "width"),
                pixels(scope, "height"),
                inner(scope, "codecs")
                        .map(codecs -> Stream.of(codecs.split(",", -1))
                                .map(String::strip)
                                .toList())
                        .orElse(List.of()),
                language,
                bases,
                segments);
    }

    private static String contentType(List<MpdElement> scope) {
        Optional<String> told = inner(scope, "contentType");
        String type = told.or(() -> inner(scope, "mimeType")).orElse("");
        return type.contains("/") ? type.substring(0, type.indexOf('/')) : type;
    }

    /** An attribute of the innermost element that has it. */
    static Optional<String> inner(List<MpdElement> scope, String attribute) {
        return scope.reversed().stream()
                .flatMap(element -> element.attribute(attribute).stream())
                .findFirst();
    }

    private static OptionalInt pixels(List<MpdElement> scope, String attribute) {
        for (MpdElement element : scope.reversed()) {
            OptionalLong pixels = element.number(attribute);
            if (pixels.isPresent()) {
                return OptionalInt.of(Math.clamp(pixels.getAsLong(), 0, Integer.MAX_VALUE));
            }
        }
        return OptionalInt.empty();
    }

    private static List<URI> bases(List<URI> outer, MpdElement element) {
        List<URI> inner = outer.stream()
                .flatMap(base ->
                        element.all("BaseURL").stream().flatMap(own -> UrlText.resolve(base, own.text()).stream()))
                .distinct()
                .limit(MOST_BASES)
                .toList();
        return inner.isEmpty() ? outer : inner;
    }
}
