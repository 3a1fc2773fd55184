package io.millrace.shaper.media;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tells advertisements by where they come from, in streams whose discontinuities or periods nothing else explains: what
 * is, between two breaks, of another host than the most of what was seen first; and of its host what is in another
 * directory, once the stream has come back from such a one. An encoder that began anew elsewhere does not come back.
 */
final class AdPlaces {

    private static final int MOST = 32;

    /** Directories of the content; empty until one is known. */
    private final Set<String> content = new HashSet<>();
    /** Content was left, and came again. */
    private boolean cameBack;

    /**
     * Looks at what is listed now.
     *
     * @param stretches where each stretch without a break has its segments, with how long they play there
     */
    void look(List<Map<String, Double>> stretches) {
        if (content.isEmpty()) {
            Map<String, Double> all = new HashMap<>();
            stretches.forEach(
                    stretch -> stretch.forEach((directory, seconds) -> all.merge(directory, seconds, Double::sum)));
            all.entrySet().stream()
                    .max(Map.Entry.comparingByValue())
                    .map(Map.Entry::getKey)
                    .ifPresent(content::add);
        }
        int first = -1;
        int last = -1;
        long ofContent = 0;
        for (int i = 0; i < stretches.size(); i++) {
            Set<String> directories = stretches.get(i).keySet();
            if (directories.stream().noneMatch(content::contains)) {
                continue;
            }
            if (content.size() < MOST) {
                content.addAll(directories); // a packager may begin another one in the middle of what it makes
            }
            first = first < 0 ? i : first;
            last = i;
            ofContent++;
        }
        cameBack |= ofContent > 0 && last - first >= ofContent;
    }

    /** Whether what is in a directory is an advertisement; nothing before anything was seen. */
    Optional<Boolean> ad(String directory) {
        if (content.isEmpty()) {
            return Optional.empty();
        }
        boolean sameHost = content.stream().anyMatch(known -> UrlKey.host(known).equals(UrlKey.host(directory)));
        return Optional.of(!content.contains(directory) && (cameBack || !sameHost));
    }
}
