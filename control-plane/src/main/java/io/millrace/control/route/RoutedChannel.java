package io.millrace.control.route;

/**
 * A channel that is to have edges.
 *
 * @param name {@code channels/…}
 * @param edges how many it is to have; 0 or more, 0 for all there are
 */
public record RoutedChannel(String name, int edges) implements Comparable<RoutedChannel> {

    public RoutedChannel {
        if (edges < 0) {
            throw new IllegalArgumentException("the channel " + name + " asks for " + edges + " edges");
        }
    }

    /** By name. */
    @Override
    public int compareTo(RoutedChannel other) {
        return name.compareTo(other.name);
    }
}
