package io.millrace.cli.context;

import io.millrace.cli.CommandFailedException;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All contexts. Immutable.
 *
 * @param current the name of the one that is taken where none is named; always one of those that are there
 * @param byName all of them
 */
public record Contexts(Optional<String> current, Map<String, Context> byName) {

    /** No context. */
    static final Contexts NONE = new Contexts(Optional.empty(), Map.of());

    public Contexts {
        byName = Map.copyOf(byName);
    }

    /**
     * A context.
     *
     * @throws CommandFailedException if it is not there
     */
    public Context named(String name) {
        Context context = byName.get(name);
        if (context == null) {
            throw new CommandFailedException("there is no context %s; %s"
                    .formatted(
                            name,
                            byName.isEmpty()
                                    ? "make it with millrace context set"
                                    : "there are " + String.join(", ", sorted().keySet())));
        }
        return context;
    }

    /** The same with another context; the first is the current one. */
    Contexts with(String name, Context context) {
        Map<String, Context> all = new TreeMap<>(byName);
        all.put(name, context);
        return new Contexts(current.or(() -> Optional.of(name)), all);
    }

    /** The same without one. */
    Contexts without(String name) {
        Map<String, Context> all = new TreeMap<>(byName);
        all.remove(name);
        return new Contexts(current.filter(now -> !now.equals(name)), all);
    }

    /** By their names, in order. */
    SortedMap<String, Context> sorted() {
        return new TreeMap<>(byName);
    }
}
