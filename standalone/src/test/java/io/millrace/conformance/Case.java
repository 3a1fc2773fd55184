package io.millrace.conformance;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A case of the suite.
 *
 * @param source where it is written down
 * @param tags what stands in brackets after its name or its section's
 * @param settings those of the services, where they differ from the defaults
 */
record Case(
        String section, String name, URI source, Set<String> tags, Map<String, String> settings, List<Step> steps) {}
