package io.millrace.shaper.dripls;

import io.millrace.control.client.ControlView;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds what {@code cid} names: a content of the settings, {@code url} with the URL in {@code cid_url}, a channel, or where
 * there is none of that name a directory of the edge. Of the last two it may go on with the playlist's path.
 */
public final class Contents {

    private static final String BY_URL = "url";
    private static final String CHANNELS = "channels/";
    private static final String PLAYLIST = "master.m3u8";

    private final Map<String, String> named;

    private Contents(Map<String, String> named) {
        this.named = named;
    }

    /**
     * Contents of the settings.
     *
     * @param settings {@code name=URL} each
     * @throws IllegalArgumentException if one is none, with a sentence that says so
     */
    public static Contents of(List<String> settings) {
        Map<String, String> named = new HashMap<>();
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            if (equals <= 0) {
                throw new IllegalArgumentException(
                        "'" + setting + "' is no content, such as wt=https://cdn.example/wt/master.m3u8");
            }
            String url = setting.substring(equals + 1).strip();
            Content.at(url);
            named.put(setting.substring(0, equals).strip(), url);
        }
        return new Contents(Map.copyOf(named));
    }

    /**
     * The content that a query asks for.
     *
     * @param tagged what a tag has for it, where the query has nothing; {@code channels/x} or a URL
     * @throws IllegalArgumentException if it asks for none, with a sentence that says so
     */
    Content find(DriplsQuery query, Optional<String> tagged, Optional<ControlView> view) {
        Optional<String> told = query.get(DriplsQuery.CONTENT);
        if (told.isEmpty() && tagged.isPresent()) {
            String content = tagged.orElseThrow();
            return content.startsWith(CHANNELS) ? new Content(content, PLAYLIST) : Content.at(content);
        }
        String id = told.orElseThrow(() -> new IllegalArgumentException(
                "the parameter cid is missing: it names a channel or a content, or is url with a cid_url beside it"));
        if (id.equals(BY_URL)) {
            return Content.at(query.require(DriplsQuery.CONTENT_URL));
        }
        if (named.containsKey(id)) {
            return Content.at(named.get(id));
        }
        return ofPath(id.startsWith("/") ? id.substring(1) : id, view);
    }

    private static Content ofPath(String path, Optional<ControlView> view) {
        int slash = path.indexOf('/');
        String channel = CHANNELS + (slash < 0 ? path : path.substring(0, slash));
        String rest = slash < 0 ? "" : path.substring(slash + 1);
        if (view.flatMap(known -> known.channel(channel)).isPresent()) {
            return new Content(channel, playlist(rest));
        }
        return new Content("", playlist(path));
    }

    private static String playlist(String path) {
        if (path.endsWith(".m3u8")) {
            return path;
        }
        return path.isEmpty() || path.endsWith("/") ? path + PLAYLIST : path + '/' + PLAYLIST;
    }
}
