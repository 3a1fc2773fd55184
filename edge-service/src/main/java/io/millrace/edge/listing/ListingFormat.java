package io.millrace.edge.listing;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** How a listing is written. */
public enum ListingFormat {
    /** For people. */
    HTML("text/html; charset=utf-8"),
    /** For programs. */
    JSON("application/json");

    /** Nothing in a listing runs, and nothing is fetched for it. */
    private static final String NO_SCRIPTS = "default-src 'none'; style-src 'unsafe-inline'";

    private final String contentType;

    ListingFormat(String contentType) {
        this.contentType = contentType;
    }

    /** What a request asks for: {@code ?format=json} or {@code ?format=html}, else what it accepts, else HTML. */
    public static ListingFormat of(String query, HttpHeaders request) {
        for (String parameter : query.split("&", -1)) {
            switch (parameter) {
                case "format=json" -> {
                    return JSON;
                }
                case "format=html" -> {
                    return HTML;
                }
                default -> {}
            }
        }
        List<String> accepted = request.getAll(HttpHeaderNames.ACCEPT);
        String accept = String.join(",", accepted).toLowerCase(Locale.ROOT);
        return weight(accept, "application/json") > weight(accept, "text/html") ? JSON : HTML;
    }

    /** Sets the headers that describe the listing. */
    public void describe(HttpHeaders answer) {
        answer.set(HttpHeaderNames.CONTENT_TYPE, contentType);
        answer.add(HttpHeaderNames.VARY, "Accept");
        answer.set("x-content-type-options", "nosniff");
        if (this == HTML) {
            answer.set(HttpHeaderNames.CONTENT_SECURITY_POLICY, NO_SCRIPTS);
        }
    }

    /** A buffer that the caller owns. */
    public ByteBuf write(Listing listing) {
        String text = switch (this) {
            case HTML -> HtmlListing.of(listing);
            case JSON -> JsonListing.of(listing);
        };
        return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
    }

    /** How much a type is wanted (RFC 9110, section 12.5.1): 1 if it is named without a weight, 0 if it is not named. */
    private static double weight(String accept, String type) {
        for (String element : accept.split(",", -1)) {
            String[] parts = element.split(";", -1);
            if (parts[0].strip().equals(type)) {
                return weight(parts);
            }
        }
        return 0;
    }

    private static double weight(String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip();
            if (parameter.startsWith("q=")) {
                try {
                    return Double.parseDouble(parameter.substring(2));
                } catch (NumberFormatException e) {
                    return 1;
                }
            }
        }
        return 1;
    }
}
