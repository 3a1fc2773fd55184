package io.millrace.shaper.media;

import io.millrace.proto.control.v1.SegmentClass;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What tells advertisements from content: patterns of URLs, and where none matches what the manifest has.
 *
 * <p>A pattern is a glob of the whole URL, or where it begins with a slash of its path: {@code *} is anything but a
 * slash, {@code **} anything, {@code ?} one character but a slash.
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

    private record UrlGlob(boolean ofPath, Pattern pattern) {

        static UrlGlob of(String glob) {
            StringBuilder regex = new StringBuilder();
            for (int i = 0; i < glob.length(); i++) {
                char c = glob.charAt(i);
                boolean doubled = c == '*' && i + 1 < glob.length() && glob.charAt(i + 1) == '*';
                switch (c) {
                    case '*' -> regex.append(doubled ? ".*" : "[^/]*");
                    case '?' -> regex.append("[^/]");
                    default -> regex.append(Pattern.quote(String.valueOf(c)));
                }
                i += doubled ? 1 : 0;
            }
            return new UrlGlob(glob.startsWith("/"), Pattern.compile(regex.toString()));
        }

        boolean matches(URI url) {
            String text = ofPath ? url.getPath() : url.toString();
            return pattern.matcher(text == null ? "" : text).matches();
        }
    }
}
