package io.millrace.shaper.session;

import io.millrace.control.client.ControlView;
import io.millrace.proto.control.v1.Channel;
import io.millrace.proto.control.v1.Session;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a session is to be. Immutable; a change of a session is other terms.
 *
 * @param said as it was made
 * @param base what paths of the session are relative to; a URL that ends with a slash
 * @param cdns base URLs by the names that rules call them
 */
public record SessionTerms(Session said, URI base, Map<String, URI> cdns) {

    private static final String CHANNELS = "channels/";

    /** Copies the map. */
    public SessionTerms {
        cdns = Map.copyOf(cdns);
    }

    /**
     * Reads what was said.
     *
     * @param edge what is played where nothing is said; a URL that ends with a slash
     * @param view knows channels; empty where there is no control plane
     * @throws IllegalArgumentException if it names what is no URL or no channel, with a sentence that says so
     */
    static SessionTerms of(Session said, URI edge, Optional<ControlView> view) {
        Map<String, URI> cdns = new HashMap<>();
        said.getCdnsMap().forEach((name, url) -> cdns.put(name, base(url)));
        return new SessionTerms(said, base(said.getOrigin(), edge, view), cdns);
    }

    private static URI base(String origin, URI edge, Optional<ControlView> view) {
        if (origin.isEmpty()) {
            return edge;
        }
        if (!origin.startsWith(CHANNELS)) {
            return base(origin);
        }
        return view.flatMap(known -> known.channel(origin))
                .map(Channel::getPathPrefix)
                .map(prefix -> edge.resolve(prefix.endsWith("/") ? prefix : prefix + '/'))
                .orElseThrow(() -> new IllegalArgumentException("there is no " + origin));
    }

    private static URI base(String url) {
        if (!url.matches("(?i)https?://[^\\s/?#]+[^\\s?#]*")) {
            throw new IllegalArgumentException(
                    "\"" + url + "\" is no URL of an origin, such as https://cdn.example/live");
        }
        return URI.create(url.endsWith("/") ? url : url + '/');
    }
}
