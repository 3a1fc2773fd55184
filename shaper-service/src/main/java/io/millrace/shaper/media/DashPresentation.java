package io.millrace.shaper.media;

import io.millrace.proto.control.v1.ObjectKind;
import io.millrace.proto.control.v1.SegmentClass;
import io.millrace.shaper.dash.Mpd;
import io.millrace.shaper.dash.MpdPeriod;
import io.millrace.shaper.dash.MpdRepresentation;
import io.millrace.shaper.dash.Segments;
import io.millrace.shaper.url.UrlText;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** What one MPD told, of which a session may see many versions. Guarded by the catalogue. */
final class DashPresentation {

    /** Representations and lists' segments beyond this are not looked at. */
    private static final int MOST_TEMPLATES = 4_096;

    private static final int MOST_URLS = 32_768;

    private final String name;
    private final SegmentClasses classes;
    private final Map<String, SegmentMark> marks;
    private final AdPlaces places = new AdPlaces();

    private final Bounded<String, DashTrack> tracks = new Bounded<>(SessionMarks.MOST_TRACKS);

    private Mpd mpd;
    private List<Offer> media = List.of();
    /** Of objects whose URL is known whole. */
    private Map<String, Whole> urls = Map.of();

    /** What a template makes. */
    private record Offer(TemplateUrl template, MpdPeriod period, DashTrack track, Rendition rendition) {}

    /**
     * An object.
     *
     * @param key which of the period's segments it is; negative where it is none
     */
    private record Whole(ObjectKind kind, MpdPeriod period, DashTrack track, Rendition rendition, long key) {}

    DashPresentation(String name, SegmentClasses classes, Map<String, SegmentMark> marks) {
        this.name = name;
        this.classes = classes;
        this.marks = marks;
    }

    /** Takes in a version; what an older one told of other objects is forgotten, their numbers are not. */
    void learn(Mpd version, Instant now) {
        mpd = version;
        media = new ArrayList<>();
        urls = new HashMap<>();
        places.look(version.periods().stream()
                .map(period -> directory(period)
                        .map(found -> Map.of(found, seconds(period)))
                        .orElse(Map.of()))
                .toList());
        for (MpdPeriod period : version.periods()) {
            boolean ad = ad(period);
            Map<String, DashTrack> counted = new HashMap<>();
            for (MpdRepresentation representation : period.representations()) {
                DashTrack track = counted.computeIfAbsent(representation.track(), other -> {
                    DashTrack found = tracks.computeIfAbsent(other, own -> new DashTrack(name + " " + own, marks));
                    found.learn(version, period, representation.segments(), byTime(representation), ad, now);
                    return found;
                });
                offer(period, track, representation);
            }
        }
    }

    private static double seconds(MpdPeriod period) {
        return period.length().map(length -> length.toMillis() / 1000.0).orElse(3_600.0);
    }

    private boolean ad(MpdPeriod period) {
        Optional<SegmentClass> byUrl = sample(period).flatMap(classes::of);
        if (byUrl.isPresent()) {
            return byUrl.orElseThrow() == SegmentClass.SEGMENT_CLASS_AD;
        }
        return period.ad().or(() -> directory(period).flatMap(places::ad)).orElse(false);
    }

    /** The URL of one of a period's objects. */
    private static Optional<URI> sample(MpdPeriod period) {
        return period.representations().stream()
                .flatMap(representation ->
                        UrlText.resolve(representation.bases().getFirst(), firstReference(representation.segments()))
                                .stream())
                .findFirst();
    }

    private static Optional<String> directory(MpdPeriod period) {
        return sample(period).map(url -> UrlKey.directory(UrlKey.of(url)));
    }

    private static String firstReference(Segments segments) {
        return switch (segments) {
            case Segments.Templated templated ->
                templated.media().or(templated::initialization).orElse("");
            case Segments.Listed listed ->
                listed.media().isEmpty() ? "" : listed.media().getFirst();
            case Segments.Single ignored -> "";
        };
    }

    private static boolean byTime(MpdRepresentation representation) {
        return representation.segments() instanceof Segments.Templated templated
                && templated.media().orElse("").contains("$Time");
    }

    private void offer(MpdPeriod period, DashTrack track, MpdRepresentation representation) {
        Rendition rendition = rendition(period, representation);
        for (URI base : representation.bases()) {
            switch (representation.segments()) {
                case Segments.Templated templated -> {
                    templated
                            .media()
                            .flatMap(text -> TemplateUrl.of(base, text, representation))
                            .filter(ignored -> media.size() < MOST_TEMPLATES)
                            .ifPresent(template -> media.add(new Offer(template, period, track, rendition)));
                    templated
                            .initialization()
                            .flatMap(text -> TemplateUrl.of(base, text, representation))
                            .ifPresent(template -> put(
                                    template.beginning(),
                                    new Whole(ObjectKind.OBJECT_KIND_INIT, period, track, rendition, -1)));
                }
                case Segments.Listed listed -> {
                    listed.initialization()
                            .flatMap(text -> UrlText.resolve(base, text))
                            .ifPresent(url -> put(
                                    UrlKey.of(url),
                                    new Whole(ObjectKind.OBJECT_KIND_INIT, period, track, rendition, -1)));
                    for (int i = 0; i < listed.media().size(); i++) {
                        long key = listed.times().firstNumber() + i;
                        UrlText.resolve(base, listed.media().get(i))
                                .ifPresent(url -> put(
                                        UrlKey.of(url),
                                        new Whole(ObjectKind.OBJECT_KIND_SEGMENT, period, track, rendition, key)));
                    }
                }
                case Segments.Single ignored ->
                    put(UrlKey.of(base), new Whole(ObjectKind.OBJECT_KIND_SEGMENT, period, track, rendition, -1));
            }
        }
    }

    private void put(String key, Whole whole) {
        if (urls.size() < MOST_URLS) {
            urls.putIfAbsent(key, whole);
        }
    }

    private static Rendition rendition(MpdPeriod period, MpdRepresentation representation) {
        Rendition rendition = new Rendition(
                representation.bandwidth(),
                OptionalInt.empty(),
                representation.width(),
                representation.height(),
                representation.codecs(),
                representation.language());
        if (representation.bandwidth().isEmpty()) {
            return rendition;
        }
        long[] rates = period.representations().stream()
                .filter(other -> other.contentType().equals(representation.contentType()))
                .flatMapToLong(other -> other.bandwidth().stream())
                .sorted()
                .distinct()
                .toArray();
        return rendition.at(
                Arrays.binarySearch(rates, representation.bandwidth().getAsLong()));
    }

    /** What is known of the object with this key. */
    Optional<ObjectFacts> facts(String key, Instant now) {
        Whole whole = urls.get(key);
        if (whole != null) {
            return Optional.of(facts(whole, now));
        }
        for (Offer offer : media) {
            Optional<TemplateUrl.Filled> filled = offer.template.match(key);
            if (filled.isPresent()) {
                OptionalLong number = filled.orElseThrow().number();
                OptionalLong time = filled.orElseThrow().time();
                // A period may go on with the next one's template: the numbers tell whose it is.
                OptionalLong segment = time.isPresent() ? time : number;
                if (segment.isPresent() && covers(offer, segment.getAsLong())) {
                    return Optional.of(new ObjectFacts(
                            ObjectKind.OBJECT_KIND_SEGMENT,
                            offer.track.segmentClass(offer.period).orElse(SegmentClass.SEGMENT_CLASS_CONTENT),
                            offer.rendition,
                            offer.track.numbers(mpd, offer.period, segment.getAsLong(), number, now)));
                }
            }
        }
        return Optional.empty();
    }

    /** Whether a later period with the same template does not have the segment. */
    private boolean covers(Offer offer, long segment) {
        return media.stream()
                .filter(other -> other.track == offer.track
                        && !other.period.id().equals(offer.period.id())
                        && other.template
                                .pattern()
                                .pattern()
                                .equals(offer.template.pattern().pattern()))
                .noneMatch(other -> other.track.firstKey(other.period) <= segment
                        && other.track.firstKey(other.period) > offer.track.firstKey(offer.period));
    }

    private ObjectFacts facts(Whole whole, Instant now) {
        if (whole.kind != ObjectKind.OBJECT_KIND_SEGMENT) {
            return new ObjectFacts(
                    whole.kind, SegmentClass.SEGMENT_CLASS_UNSPECIFIED, whole.rendition, SegmentNumbers.NONE);
        }
        return new ObjectFacts(
                whole.kind,
                whole.track.segmentClass(whole.period).orElse(SegmentClass.SEGMENT_CLASS_CONTENT),
                whole.rendition,
                whole.key < 0
                        ? SegmentNumbers.NONE
                        : whole.track.numbers(mpd, whole.period, whole.key, OptionalLong.empty(), now));
    }

    void marks(Map<String, SegmentMark> into) {
        tracks.values().forEach(track -> track.marks(into));
    }
}
