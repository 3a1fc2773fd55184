package io.millrace.shaper.url;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A URL in a manifest's text.
 *
 * @param start where it begins in the text
 * @param end where it ends
 * @param written what it is there, entities and variables resolved
 * @param base what it is relative to
 * @param syntax how it must be written
 */
public record Reference(int start, int end, String written, URI base, Syntax syntax) {

    /** How text stands around a URL. */
    public enum Syntax {
        /** As it is. */
        PLAIN,
        /** In an XML document, with entities. */
        XML
    }

    /** The absolute URL; nothing where it is none that a shaper can fetch, such as {@code data:}. */
    public Optional<URI> resolved() {
        return UrlText.resolve(base, written);
    }

    /**
     * A text with some of its URLs replaced and nothing else changed.
     *
     * @param references of this text, in its order
     * @param replacement what is written in a reference's place; nothing where it stays
     */
    public static String replace(
            String text, List<Reference> references, Function<Reference, Optional<String>> replacement) {
        StringBuilder replaced = new StringBuilder(text.length() + 64);
        int from = 0;
        for (Reference reference : references) {
            Optional<String> other = replacement.apply(reference);
            if (other.isPresent()) {
                replaced.append(text, from, reference.start).append(reference.spelled(other.orElseThrow()));
                from = reference.end;
            }
        }
        return from == 0 ? text : replaced.append(text, from, text.length()).toString();
    }

    private String spelled(String url) {
        return switch (syntax) {
            case PLAIN -> url;
            case XML ->
                url.replace("&", "&amp;")
                        .replace("<", "&lt;")
                        .replace("\"", "&quot;")
                        .replace("'", "&apos;");
        };
    }
}
