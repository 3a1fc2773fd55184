package io.millrace.shaper.media;

import io.millrace.proto.control.v1.SegmentClass;
import io.millrace.shaper.glob.Glob;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * What tells advertisements from content: patterns of URLs, and where none matches what the manifest has.
 *
 * <p>A pattern is a {@link Glob} of the whole URL, or where it begins with a slash of its path.
 */
public final class SegmentClasses {

    /** Only what manifests have. */
    public static final SegmentClasses BY_MANIFEST = of(List.of(), List.of());

    private final List<UrlGlob> ads;
    private final List<UrlGlob> content;

    private SegmentClasses(List<UrlGlob> ads, List<UrlGlob> content) {
        this.ads = ads;
        this.content = content;
    }

    /**
     * Classes by these patterns.
     *
     * @param ads of URLs of advertisements
     * @param content of URLs that are content whatever else says
     */
    public static SegmentClasses of(List<String> ads, List<String> content) {
        return new SegmentClasses(
                ads.stream().map(UrlGlob::of).toList(),
                content.stream().map(UrlGlob::of).toList());
    }

    /** The class that a URL's pattern gives it. */
    Optional<SegmentClass> of(URI url) {
        if (content.stream().anyMatch(glob -> glob.matches(url))) {
            return Optional.of(SegmentClass.SEGMENT_CLASS_CONTENT);
        }
        return ads.stream().anyMatch(glob -> glob.matches(url))
                ? Optional.of(SegmentClass.SEGMENT_CLASS_AD)
                : Optional.empty();
    }

    private record UrlGlob(boolean ofPath, Glob glob) {

        static UrlGlob of(String pattern) {
            return new UrlGlob(pattern.startsWith("/"), new Glob(pattern));
        }

        boolean matches(URI url) {
            String text = ofPath ? url.getPath() : url.toString();
            return glob.matches(text == null ? "" : text);
        }
    }
}
