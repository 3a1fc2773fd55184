package io.millrace.shaper.media;

import io.millrace.shaper.dash.MpdRepresentation;
import io.millrace.shaper.url.UrlText;
import java.net.URI;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The URLs that a template of a DASH representation makes (ISO/IEC 23009-1, section 5.3.9.4.4).
 *
 * @param beginning what each of them begins with
 * @param pattern of their keys, with groups for what a template leaves open
 */
record TemplateUrl(String beginning, Pattern pattern) {

    private static final Pattern FORMAT = Pattern.compile("\\$(Number|Time|Bandwidth|SubNumber)%0\\d+d\\$");
    private static final Pattern VARIABLE = Pattern.compile("\\$(Number|Time|SubNumber)\\$");

    static Optional<TemplateUrl> of(URI base, String template, MpdRepresentation representation) {
        String filled = FORMAT.matcher(template)
                .replaceAll("\\$$1\\$")
                .replace("$RepresentationID$", representation.id())
                .replace("$Bandwidth$", Long.toString(representation.bandwidth().orElse(0)));
        return UrlText.resolve(base, filled).map(url -> ofKey(UrlKey.of(url)));
    }

    private static TemplateUrl ofKey(String key) {
        Matcher variable = VARIABLE.matcher(key);
        StringBuilder regex = new StringBuilder();
        int from = 0;
        String beginning = null;
        while (variable.find()) {
            String literal = key.substring(from, variable.start()).replace("$$", "$");
            beginning = beginning == null ? literal : beginning;
            regex.append(Pattern.quote(literal));
            // A variable may stand in a template twice.
            regex.append(
                    regex.indexOf("(?<" + variable.group(1) + ">") >= 0
                            ? "\\k<" + variable.group(1) + ">"
                            : "(?<" + variable.group(1) + ">\\d{1,18})");
            from = variable.end();
        }
        String rest = key.substring(from).replace("$$", "$");
        regex.append(Pattern.quote(rest));
        return new TemplateUrl(beginning == null ? rest : beginning, Pattern.compile(regex.toString()));
    }

    /**
     * What a URL fills the template with.
     *
     * @param number {@code $Number$}
     * @param time {@code $Time$}
     */
    record Filled(OptionalLong number, OptionalLong time) {}

    /** What the URL with this key fills the template with; nothing where it is none of the template's. */
    Optional<Filled> match(String key) {
        if (!key.startsWith(beginning)) {
            return Optional.empty();
        }
        Matcher matcher = pattern.matcher(key);
        return matcher.matches()
                ? Optional.of(new Filled(value(matcher, "Number"), value(matcher, "Time")))
                : Optional.empty();
    }

    private OptionalLong value(Matcher matcher, String variable) {
        return pattern.namedGroups().containsKey(variable)
                ? OptionalLong.of(Long.parseLong(matcher.group(variable)))
                : OptionalLong.empty();
    }
}
