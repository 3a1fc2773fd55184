package io.millrace.shaper.dash;

import io.millrace.shaper.url.Reference;
import io.millrace.shaper.url.UrlText;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Finds an MPD's URLs in its text. */
final class MpdReferences {

    /** Elements whose text is a URL, relative to the MPD itself. */
    private static final Set<String> OF_MPD = Set.of("Location", "PatchLocation", "ContentSteering");

    private static final Set<String> ATTRIBUTES =
            Set.of("media", "initialization", "index", "bitstreamSwitching", "sourceURL");

    private static final String CLOCKS = "urn:mpeg:dash:utc:http-";

    private final URI mpd;
    private final String text;
    private final List<StartTag> tags;
    private final List<Reference> found = new ArrayList<>();

    private MpdReferences(URI mpd, String text) {
        this.mpd = mpd;
        this.text = text;
        this.tags = StartTag.all(text);
    }

    static List<Reference> of(URI mpd, String text, MpdElement root) {
        MpdReferences references = new MpdReferences(mpd, text);
        references.walk(root, mpd);
        references.found.sort(Comparator.comparingInt(Reference::start));
        return references.found;
    }

    /**
     * Looks at an element and those in it.
     *
     * @param base what URLs in it are relative to
     */
    private void walk(MpdElement element, URI base) {
        if (element.ordinal() >= tags.size()) {
            return;
        }
        StartTag tag = tags.get(element.ordinal());
        if (element.name().equals("BaseURL")) {
            text(element, tag, base);
        } else if (OF_MPD.contains(element.name())) {
            text(element, tag, mpd);
        } else if (element.name().equals("UTCTiming")
                && element.attribute("schemeIdUri").orElse("").startsWith(CLOCKS)) {
            attribute(element, tag, "value", mpd);
        }
        attribute(element, tag, "href", mpd);
        for (String attribute : ATTRIBUTES) {
            attribute(element, tag, attribute, base);
        }
        URI inner = element.first("BaseURL")
                .flatMap(own -> UrlText.resolve(base, own.text()))
                .orElse(base);
        for (MpdElement child : element.children()) {
            walk(child, child.name().equals("BaseURL") ? base : inner);
        }
    }

    private void attribute(MpdElement element, StartTag tag, String name, URI base) {
        StartTag.Span span = tag.values().get(name);
        if (span != null && element.attributes().containsKey(name)) {
            found.add(new Reference(
                    span.start(), span.end(), element.attributes().get(name), base, Reference.Syntax.XML));
        }
    }

    /** The text of an element that has nothing else in it; sections of CDATA are left as they are. */
    private void text(MpdElement element, StartTag tag, URI base) {
        int end = text.indexOf('<', tag.end());
        if (end > tag.end() && text.startsWith("</", end)) {
            String raw = text.substring(tag.end(), end);
            int start = tag.end() + raw.length() - raw.stripLeading().length();
            int last = end - (raw.length() - raw.stripTrailing().length());
            if (start < last) {
                found.add(new Reference(start, last, element.text(), base, Reference.Syntax.XML));
            }
        }
    }
}
