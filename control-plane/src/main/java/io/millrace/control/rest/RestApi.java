package io.millrace.control.rest;

import io.grpc.ServiceDescriptor;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** All methods of the API that can be called over HTTP. Immutable. */
final class RestApi {

    private final List<Binding> bindings;

    RestApi(Collection<ServiceDescriptor> services) {
        this.bindings = services.stream()
                .flatMap(service -> service.getMethods().stream())
                .flatMap(method -> Binding.of(method).stream())
                .toList();
    }

    /** In the order of services and their methods. */
    List<Binding> bindings() {
        return bindings;
    }

    /** What a request calls; empty where there is no such method. */
    Optional<Matched> find(String verb, String rawPath) {
        String asked = verb.equals("HEAD") ? "GET" : verb;
        for (Binding binding : bindings) {
            if (binding.verb().equals(asked)) {
                Optional<Map<String, String>> values = binding.path().match(rawPath);
                if (values.isPresent()) {
                    return Optional.of(new Matched(binding, values.get()));
                }
            }
        }
        return Optional.empty();
    }

    /** The HTTP methods that a path has; none where nothing is there. */
    Set<String> verbs(String rawPath) {
        Set<String> verbs = new TreeSet<>();
        for (Binding binding : bindings) {
            if (binding.path().match(rawPath).isPresent()) {
                verbs.add(binding.verb());
            }
        }
        return verbs;
    }

    /**
     * A method that a request calls.
     *
     * @param fields of the request that its path has
     */
    record Matched(Binding binding, Map<String, String> fields) {}
}
