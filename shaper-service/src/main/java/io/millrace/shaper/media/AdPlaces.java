package io.millrace.shaper.media;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tells advertisements by where they come from, in streams whose discontinuities or periods nothing else explains: what
 * is in another directory, between two breaks, than the most of what was seen first.
 */
final class AdPlaces {

    private static final int MOST = 32;

    /** Directories of the content; empty until one is known. */
    private final Set<String> content = new HashSet<>();

    /**
     * Looks at what is listed now.
     *
     * @param directories where each stretch without a break has its segments, with how long they play there
     */
    void look(List<Map<String, Double>> directories) {
        if (content.isEmpty()) {
            Map<String, Double> all = new HashMap<>();
            directories.forEach(
                    stretch -> stretch.forEach((directory, seconds) -> all.merge(directory, seconds, Double::sum)));
            all.entrySet().stream()
                    .max(Map.Entry.comparingByValue())
                    .map(Map.Entry::getKey)
                    .ifPresent(content::add);
        }
        // A packager may begin another directory in the middle of what it makes.
        List<Set<String>> stretches = new ArrayList<>();
        directories.forEach(stretch -> stretches.add(stretch.keySet()));
        for (Set<String> stretch : stretches) {
            if (stretch.size() > 1 && stretch.stream().anyMatch(content::contains) && content.size() < MOST) {
                content.addAll(stretch);
            }
        }
    }

    /** Whether what is in a directory is an advertisement; nothing before anything was seen. */
    Optional<Boolean> ad(String directory) {
        return content.isEmpty() ? Optional.empty() : Optional.of(!content.contains(directory));
    }
}
