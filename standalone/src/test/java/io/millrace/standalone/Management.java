package io.millrace.standalone;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a process tells on its management port; nothing as long as there is nobody. */
final class Management {

    private final URI port;
    private final Http http = new Http();

    Management(URI port) {
        this.port = port;
    }

    boolean ready() {
        return http.status(port.resolve("/q/health/ready")) == 200;
    }

    /** The services with their phases, as JSON. */
    String health() {
        return get("/q/health/ready");
    }

    /** The value of a metric without labels; not a number where it is not there. */
    double metric(String name) {
        Matcher line =
                Pattern.compile("^" + name + " (\\S+)$", Pattern.MULTILINE).matcher(get("/q/metrics"));
        return line.find() ? Double.parseDouble(line.group(1)) : Double.NaN;
    }

    private String get(String path) {
        try {
            return new String(http.get(port.resolve(path)).body(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
