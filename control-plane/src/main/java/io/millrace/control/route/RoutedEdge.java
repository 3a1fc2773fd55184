package io.millrace.control.route;

/**
 * An edge that routes may have.
 *
 * @param name {@code edges/…}
 * @param weight its share beside others'; more than 0
 */
public record RoutedEdge(String name, int weight) implements Comparable<RoutedEdge> {

    public RoutedEdge {
        if (weight <= 0) {
            throw new IllegalArgumentException(
                    "the weight of the edge " + name + " is " + weight + ", not more than 0");
        }
    }

    /** By name. */
    @Override
    public int compareTo(RoutedEdge other) {
        return name.compareTo(other.name);
    }
}
