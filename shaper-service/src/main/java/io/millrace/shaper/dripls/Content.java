package io.millrace.shaper.dripls;

import io.millrace.shaper.session.Session;
import io.millrace.shaper.url.UrlText;
import java.net.URI;
import java.util.NoSuchElementException;

/**
 * What a URL of DripLS plays.
 *
 * @param origin of its session, as the API has it
 * @param playlist relative to that, or absolute
 */
record Content(String origin, String playlist) {

    /** What is at a URL; its session's paths are relative to the URL's directory. */
    static Content at(String url) {
        URI parsed;
        try {
            parsed = UrlText.resolve(URI.create("http://nowhere.invalid/"), url)
                    .filter(found -> url.regionMatches(true, 0, "http", 0, 4))
                    .orElseThrow();
        } catch (NoSuchElementException e) {
            throw new IllegalArgumentException(
                    "'" + url + "' is no URL of a playlist, such as https://cdn.example/live/master.m3u8", e);
        }
        String plain = parsed.getScheme() + "://" + parsed.getRawAuthority() + parsed.getRawPath();
        return new Content(plain.substring(0, plain.lastIndexOf('/') + 1), parsed.toString());
    }

    /**
     * Where its playlist is.
     *
     * @param query further parameters for the origin, as they came
     */
    URI url(Session session, String query) {
        URI url = UrlText.resolve(session.terms().base(), playlist)
                .orElseThrow(() -> new IllegalArgumentException("'" + playlist + "' is no path of a playlist"));
        return withQuery(url, query);
    }

    /** The URL with more parameters. */
    static URI withQuery(URI url, String query) {
        if (query.isEmpty()) {
            return url;
        }
        String text = url.toString();
        String whole = text + (url.getRawQuery() == null ? '?' : '&') + query;
        return UrlText.resolve(url, whole).orElse(url);
    }
}
