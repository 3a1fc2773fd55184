package io.millrace.cli.doctor;

import io.millrace.cli.http.AnswerHead;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long a shared cache may serve an answer, as its headers tell (RFC 9111, section 5.2.2; RFC 9213). */
final class Lifetime {

    private static final List<Pattern> SECONDS = List.of(
            Pattern.compile("(?:^|[, ])s-maxage=\"?(\\d{1,9})"), Pattern.compile("(?:^|[, ])max-age=\"?(\\d{1,9})"));
    /** It may be served for longer while it is asked for anew, or the server is away (RFC 5861). */
    private static final Pattern STALE = Pattern.compile("(?:^|[, ])stale-while-revalidate=\"?(\\d{1,9})");

    private Lifetime() {}

    /** Zero where it may not be kept. */
    static Duration of(AnswerHead head) {
        Duration all = of(head.header("Cache-Control"));
        Duration cdn = of(head.header("CDN-Cache-Control"));
        return all.compareTo(cdn) > 0 ? all : cdn;
    }

    private static Duration of(String directives) {
        String told = directives.toLowerCase(Locale.ROOT);
        if (told.contains("no-store") || told.contains("private") || told.contains("no-cache")) {
            return Duration.ZERO;
        }
        long seconds = SECONDS.stream()
                .flatMap(pattern -> seconds(pattern, told).stream())
                .findFirst()
                .orElse(0L);
        return Duration.ofSeconds(seconds + seconds(STALE, told).orElse(0L));
    }

    private static Optional<Long> seconds(Pattern pattern, String told) {
        Matcher matcher = pattern.matcher(told);
        return matcher.find() ? Optional.of(Long.parseLong(matcher.group(1))) : Optional.empty();
    }
}
