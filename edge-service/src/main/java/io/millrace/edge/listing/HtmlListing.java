package io.millrace.edge.listing;

import io.millrace.chunklog.Listed.ListedDirectory;
import io.millrace.chunklog.Listed.ListedObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** A listing for people: one page without scripts that a phone shows as it is. */
final class HtmlListing {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final String STYLE = """
            :root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;margin:1rem;max-width:60rem}
            h1{font-size:1.1rem;overflow-wrap:anywhere}table{border-collapse:collapse;width:100%}
            td{padding:.2rem .6rem .2rem 0;vertical-align:top}td:first-child{overflow-wrap:anywhere}
            td+td{text-align:right;white-space:nowrap;opacity:.7;font-variant-numeric:tabular-nums}
            @media(max-width:30rem){td:nth-child(3){display:none}}
            """;

    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
    private static final int UNIT = 1000;

    private HtmlListing() {}

    static String of(Listing listing) {
        String directory = escaped(listing.directory());
        StringBuilder page = new StringBuilder();
        page.append("<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n<title>")
                .append(directory)
                .append("</title>\n<style>\n")
                .append(STYLE)
                .append("</style>\n<h1>")
                .append(directory)
                .append("</h1>\n<table>\n");
        if (!listing.directory().equals("/")) {
            page.append("<tr><td><a href=\"../\">../</a><td><td>\n");
        }
        listing.entries().forEach(entry -> {
            switch (entry) {
                case ListedDirectory inner -> row(page, inner.name() + "/", "", "");
                case ListedObject object -> row(page, object.name(), size(object.length()), time(object.modified()));
            }
        });
        page.append("</table>\n");
        if (!listing.whole()) {
            page.append("<p>There are more than these.</p>\n");
        }
        return page.append("</html>\n").toString();
    }

    private static void row(StringBuilder page, String name, String size, String time) {
        page.append("<tr><td><a href=\"./")
                .append(linked(name))
                .append("\">")
                .append(escaped(name))
                .append("</a><td>")
                .append(size)
                .append("<td>")
                .append(time)
                .append('\n');
    }

    /** 1.2 MB, with a figure after the point below ten. */
    static String size(long bytes) {
        int unit = 0;
        double size = bytes;
        while (size >= UNIT && unit < UNITS.length - 1) {
            size /= UNIT;
            unit++;
        }
        return String.format(Locale.ROOT, unit > 0 && size < 9.95 ? "%.1f %s" : "%.0f %s", size, UNITS[unit]);
    }

    private static String time(Instant instant) {
        return TIME.format(instant);
    }

    /** Percent-encoded whatever is not unreserved (RFC 3986, section 2.3); the slash that ends a directory's name stays. */
    static String linked(String name) {
        StringBuilder link = new StringBuilder();
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "-._~/".indexOf(c) >= 0) {
                link.append(c);
            } else {
                link.append('%')
                        .append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
                        .append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
            }
        }
        return link.toString();
    }

    /** What HTML has a meaning for, and what a person can't see. */
    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(Character.isISOControl(c) ? '\ufffd' : c);
            }
        }
        return escaped.toString();
    }
}
