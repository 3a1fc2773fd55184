package io.millrace.shaper.dash;

import io.millrace.shaper.splice.SpliceInfo;
import java.util.Optional;

/** What an SCTE-35 event at a period's beginning (SCTE 214) tells of it: whether it is an advertisement. */
final class SpliceEvents {

    private static final String SCHEME = "urn:scte:scte35:";

    private SpliceEvents() {}

    static Optional<Boolean> ad(MpdElement period) {
        return period.all("EventStream").stream()
                .filter(stream -> stream.attribute("schemeIdUri").orElse("").startsWith(SCHEME))
                .flatMap(stream -> stream.all("Event").stream().filter(event -> atBeginning(stream, event)))
                .flatMap(event -> told(event).stream())
                .findFirst();
    }

    private static boolean atBeginning(MpdElement stream, MpdElement event) {
        return event.number("presentationTime").orElse(0)
                <= stream.number("presentationTimeOffset").orElse(0);
    }

    private static Optional<Boolean> told(MpdElement element) {
        return switch (element.name()) {
            case "SpliceInsert" ->
                element.attribute("outOfNetworkIndicator").map(value -> value.equals("true") || value.equals("1"));
            case "SegmentationDescriptor" ->
                SpliceInfo.ad((int) element.number("segmentationTypeId").orElse(-1));
            case "Binary" -> SpliceInfo.adOfBase64(element.text());
            default ->
                element.children().stream()
                        .flatMap(child -> told(child).stream())
                        .findFirst();
        };
    }
}
