package io.millrace.control.client;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where the control plane may be, as gRPC names it; one is taken after the other. */
final class Targets {

    private static final Pattern ADDRESS =
            Pattern.compile("(?:dns:///)?(?<address>(?:[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.%]+]):(?<port>\\d{1,5}))");
    private static final int MOST_PORT = 65_535;

    private final List<String> targets;

    private Targets(List<String> targets) {
        this.targets = targets;
    }

    /** @throws InvalidControlSettingException if one is none, or there is none */
    static Targets of(List<String> uris) {
        if (uris.isEmpty()) {
            throw wrong("");
        }
        return new Targets(uris.stream().map(String::strip).map(Targets::target).toList());
    }

    int count() {
        return targets.size();
    }

    /** @param turn 0 or more; after the last one the first follows */
    String at(int turn) {
        return targets.get(turn % targets.size());
    }

    private static String target(String uri) {
        Matcher address = ADDRESS.matcher(uri);
        if (!address.matches()) {
            throw wrong(uri);
        }
        int port = Integer.parseInt(address.group("port"));
        if (port == 0 || port > MOST_PORT) {
            throw wrong(uri);
        }
        return "dns:///" + address.group("address");
    }

    private static InvalidControlSettingException wrong(String uri) {
        return new InvalidControlSettingException(
                "URI", uri, "it must be host:port or dns:///host:port, or several of these, separated by commas");
    }
}
