package io.millrace.shaper.inline;

import io.millrace.proto.control.v1.Match;
import io.millrace.proto.control.v1.NumberBasis;
import io.millrace.proto.control.v1.NumberMatch;
import io.millrace.proto.control.v1.ObjectKind;
import io.millrace.proto.control.v1.Schedule;
import io.millrace.proto.control.v1.SegmentClass;

/** The short forms of which requests a rule is for, and when. */
final class ShortMatch {

    private ShortMatch() {}

    /** All that a query has; where it has nothing, every request. */
    static Match of(ShortForms forms) {
        Match.Builder match = Match.newBuilder();
        match.addAllKinds(forms.takeAll("kind", ShortMatch::kind));
        match.addAllPaths(forms.takeAll("path", text -> text));
        forms.take("class", ShortMatch::segmentClass).ifPresent(match::setSegmentClass);
        forms.take("bitrate", Amounts::range).ifPresent(match::setBitRate);
        forms.take("ladder", Amounts::range).ifPresent(match::setLadder);
        forms.take("width", Amounts::range).ifPresent(match::setWidth);
        forms.take("height", Amounts::range).ifPresent(match::setHeight);
        match.addAllCodecs(forms.takeAll("codec", text -> text));
        match.addAllLanguages(forms.takeAll("language", text -> text));
        forms.take("number", Amounts::range)
                .ifPresent(range -> match.setNumber(NumberMatch.newBuilder().setRange(range)));
        forms.take("sequence", Amounts::range)
                .ifPresent(range -> match.setNumber(NumberMatch.newBuilder()
                        .setBasis(NumberBasis.NUMBER_BASIS_MEDIA_SEQUENCE)
                        .setRange(range)));
        return match.build();
    }

    /** When; where the query has nothing, always. */
    static Schedule schedule(ShortForms forms) {
        Schedule.Builder schedule = Schedule.newBuilder();
        forms.take("after", Amounts::time).ifPresent(schedule::setStartAfter);
        forms.take("for", Amounts::time).ifPresent(schedule::setDuration);
        forms.take("repeat", Amounts::time).ifPresent(schedule::setRepeatEvery);
        forms.take("every", Amounts::count).ifPresent(schedule::setEveryNth);
        forms.take("times", Amounts::count).ifPresent(schedule::setMaxRequests);
        return schedule.build();
    }

    private static ObjectKind kind(String text) {
        return switch (text) {
            case "manifest" -> ObjectKind.OBJECT_KIND_MANIFEST;
            case "init" -> ObjectKind.OBJECT_KIND_INIT;
            case "segment" -> ObjectKind.OBJECT_KIND_SEGMENT;
            case "part" -> ObjectKind.OBJECT_KIND_PART;
            case "key" -> ObjectKind.OBJECT_KIND_KEY;
            case "other" -> ObjectKind.OBJECT_KIND_OTHER;
            default -> throw new IllegalArgumentException("must be manifest, init, segment, part, key or other");
        };
    }

    private static SegmentClass segmentClass(String text) {
        return switch (text) {
            case "content" -> SegmentClass.SEGMENT_CLASS_CONTENT;
            case "ad" -> SegmentClass.SEGMENT_CLASS_AD;
            default -> throw new IllegalArgumentException("must be content or ad");
        };
    }
}
