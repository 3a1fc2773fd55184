package io.millrace.control.client;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which of its kind a service is. */
final class Instance {

    private static final int MOST_LENGTH = 63;
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{0," + (MOST_LENGTH - 1) + "}");

    private Instance() {}

    /** The one that is set, or else the host's name, which in Kubernetes is the pod's. */
    static String of(ControlClientConfig config) {
        return config.instance().orElseGet(() -> name(host()));
    }

    static boolean valid(String name) {
        return NAME.matcher(name).matches();
    }

    /** What a host's name is as an instance's. */
    static String name(String host) {
        String name =
                host.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.-]", "-").replaceFirst("^[.-]+", "");
        return name.isEmpty() ? "unnamed" : name.substring(0, Math.min(name.length(), MOST_LENGTH));
    }

    private static String host() {
        return Optional.ofNullable(System.getenv("HOSTNAME"))
                .filter(name -> !name.isBlank())
                .orElseGet(() -> {
                    try {
                        return InetAddress.getLocalHost().getHostName();
                    } catch (UnknownHostException e) {
                        return "localhost";
                    }
                });
    }
}
