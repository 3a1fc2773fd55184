package io.millrace.control.route;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * How many channels an edge gets if each channel is spread over the edges by weight, none twice to the same edge. These are
 * fractions; because they add up to what the channels ask for, whole numbers of channels always fit under bounds
 * that are nowhere below them.
 */
final class FairShares {

    private FairShares() {}

    /**
     * The share of each edge, in the order of the edges.
     *
     * @param asked how many channels ask for so many edges: {@code asked[r]} for {@code r} edges; not more edges than there are
     */
    static double[] of(List<RoutedEdge> edges, int[] asked) {
        Integer[] heaviestFirst = new Integer[edges.size()];
        Arrays.setAll(heaviestFirst, i -> i);
        Arrays.sort(heaviestFirst, Comparator.comparingInt(i -> -edges.get(i).weight()));
        double[] shares = new double[edges.size()];
        for (int wanted = 1; wanted < asked.length; wanted++) {
            if (asked[wanted] > 0) {
                spread(edges, heaviestFirst, wanted, asked[wanted], shares);
            }
        }
        return shares;
    }

    /** An edge that is too heavy has the channel as a whole; the others share the rest. */
    private static void spread(
            List<RoutedEdge> edges, Integer[] heaviestFirst, int wanted, int channels, double[] shares) {
        long weights = edges.stream().mapToLong(RoutedEdge::weight).sum();
        int rest = wanted;
        for (int i : heaviestFirst) {
            int weight = edges.get(i).weight();
            boolean whole = (long) rest * weight >= weights;
            if (whole) {
                shares[i] += channels;
                rest--;
                weights -= weight;
            } else {
                shares[i] += channels * ((double) rest * weight / weights);
            }
        }
    }
}
