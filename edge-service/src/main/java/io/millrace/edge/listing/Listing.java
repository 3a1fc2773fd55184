package io.millrace.edge.listing;

import io.millrace.chunklog.Listed;
import io.millrace.chunklog.Listed.ListedObject;
import java.util.Comparator;
import java.util.List;

/**
 * What is in a directory.
 *
 * @param directory its path, decoded; starts and ends with a slash
 * @param entries sorted: directories first, then by name
 * @param whole false if there are more than these
 */
public record Listing(String directory, List<Listed> entries, boolean whole) {

    private static final Comparator<Listed> ORDER =
            Comparator.comparing(Listing::isObject).thenComparing(Listed::name);

    /**
     * Sorts and bounds what was found.
     *
     * @param entries in any order; one more than {@code most} tells that there are more
     * @param most entries that are told at the most; what is beyond is left out, and the listing says so
     */
    public static Listing of(String directory, List<? extends Listed> entries, int most) {
        return of(directory, entries, entries, most);
    }

    /**
     * The same of what a client may know of.
     *
     * @param visible those of the entries
     */
    public static Listing of(
            String directory, List<? extends Listed> entries, List<? extends Listed> visible, int most) {
        List<Listed> sorted = visible.stream()
                .sorted(ORDER)
                .limit(most)
                .map(Listed.class::cast)
                .toList();
        return new Listing(directory, sorted, entries.size() <= most);
    }

    private static boolean isObject(Listed entry) {
        return entry instanceof ListedObject;
    }
}
