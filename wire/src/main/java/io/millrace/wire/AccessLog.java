package io.millrace.wire;

import io.netty.handler.codec.http.HttpMethod;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Which exchanges of a listener are logged: one line of JSON each, when they end. Immutable. */
final class AccessLog {

    static final Logger LOG = Logger.getLogger("io.millrace.access");

    private static final String ALL = "*";

    private final String service;
    private final Set<String> methods;
    private final boolean all;

    AccessLog(String service, List<String> methods) {
        this.service = service;
        this.methods = methods.stream().map(String::strip).collect(Collectors.toUnmodifiableSet());
        this.all = this.methods.contains(ALL);
    }

    boolean covers(HttpMethod method) {
        return all || (!methods.isEmpty() && methods.contains(method.name()));
    }

    String service() {
        return service;
    }
}
