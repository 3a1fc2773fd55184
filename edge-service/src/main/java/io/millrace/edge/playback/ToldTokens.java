package io.millrace.edge.playback;

import io.millrace.access.playback.TokenForms;
import io.millrace.proto.control.v1.TokenPlace;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.cookie.Cookie;
import io.netty.handler.codec.http.cookie.ServerCookieDecoder;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The tokens that a request tells, place by place. Used by one thread. */
final class ToldTokens {

    private static final String PARAMETER = TokenForms.QUERY_PARAMETER + "=";

    private ToldTokens() {}

    /** Those of one place, in their order; of any text, since nothing is said yet of whether they are tokens. */
    static List<String> at(TokenPlace place, PlaybackRequest request) {
        return switch (place) {
            case TOKEN_PLACE_PATH -> request.pathTokens();
            case TOKEN_PLACE_QUERY -> ofQuery(request.query());
            case TOKEN_PLACE_COOKIE -> ofCookies(request);
            case TOKEN_PLACE_UNSPECIFIED, UNRECOGNIZED -> List.of();
        };
    }

    private static List<String> ofQuery(String query) {
        if (!query.contains(PARAMETER)) {
            return List.of();
        }
        List<String> tokens = new ArrayList<>();
        for (String parameter : query.split("&", -1)) {
            if (parameter.startsWith(PARAMETER)) {
                tokens.add(decoded(parameter.substring(PARAMETER.length())));
            }
        }
        return tokens;
    }

    /** A token needs no percent-encoding, but who puts a URL together may do it all the same. */
    private static String decoded(String value) {
        if (value.indexOf('%') < 0) {
            return value;
        }
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return value; // no token: the percent sign makes it one that does not hold
        }
    }

    /** A browser sends a cookie of the same name for each path that fits, that of the longest first. */
    private static List<String> ofCookies(PlaybackRequest request) {
        List<String> tokens = new ArrayList<>();
        for (String header : request.headers().getAll(HttpHeaderNames.COOKIE)) {
            if (header.contains(TokenForms.COOKIE)) {
                for (Cookie cookie : ServerCookieDecoder.LAX.decodeAll(header)) {
                    if (cookie.name().equals(TokenForms.COOKIE)) {
                        tokens.add(cookie.value());
                    }
                }
            }
        }
        return tokens;
    }
}
