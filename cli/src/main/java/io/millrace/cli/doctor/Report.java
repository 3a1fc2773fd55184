package io.millrace.cli.doctor;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What came of an examination.
 *
 * @param took how long it took
 */
record Report(Way in, Way out, Duration took) {

    /**
     * One way.
     *
     * @param url where it begins, without its query, which may hold a key
     * @param versions of HTTP that were spoken
     * @param told headers by which somebody on the way tells of itself
     * @param known who that is
     * @param findings in the order of {@link Check}
     */
    record Way(
            Hop hop,
            String url,
            Set<String> versions,
            Map<String, String> told,
            List<Proxy> known,
            List<Finding> findings) {

        static Way of(Hop hop, String url, Neighbours neighbours, Findings findings) {
            return new Way(
                    hop,
                    url,
                    neighbours.versions(hop),
                    neighbours.told(hop),
                    neighbours.known(hop),
                    findings.all().values().stream()
                            .filter(finding -> finding.check().hop() == hop)
                            .toList());
        }
    }

    List<Way> ways() {
        return List.of(in, out);
    }

    /** How many findings of a kind there are. */
    long count(Result result) {
        return ways().stream()
                .flatMap(way -> way.findings().stream())
                .filter(finding -> finding.result() == result)
                .count();
    }
}
