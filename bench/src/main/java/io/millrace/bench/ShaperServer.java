package io.millrace.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A shaper as a process of its own, in front of an origin on this machine, without a control plane. */
final class ShaperServer {

    private final Server process;
    private final int port = Server.freePort();

    ShaperServer(Options options, Servers servers, int originPort) throws IOException, InterruptedException {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("MILLRACE_SHAPER_HOST", "127.0.0.1");
        settings.put("MILLRACE_SHAPER_PORT", Integer.toString(port));
        settings.put("MILLRACE_SHAPER_OPEN", "true");
        settings.put("MILLRACE_SHAPER_EDGE", "http://127.0.0.1:" + originPort);
        settings.put("MILLRACE_SHAPER_MAX_CONNECTIONS_PER_CLIENT", "0");
        settings.put("MILLRACE_SHAPER_DRAIN", "0s");
        settings.put("MILLRACE_MANAGEMENT_HOST", "127.0.0.1");
        settings.put("MILLRACE_MANAGEMENT_PORT", Integer.toString(Server.freePort()));
        settings.putAll(options.settings());
        List<String> command = options.installation().command("shaper", servers.work(), List.of());
        process = servers.start("shaper", command, settings);
        process.awaitListening(port);
    }

    InetSocketAddress address() {
        return Server.loopback(port);
    }

    long pid() {
        return process.pid();
    }
}
