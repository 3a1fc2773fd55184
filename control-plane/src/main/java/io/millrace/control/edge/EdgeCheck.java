package io.millrace.control.edge;

import io.millrace.checks.Fields;
import io.millrace.checks.Violations;
import io.millrace.proto.control.v1.Edge;
import io.millrace.proto.control.v1.EdgeLoad;
import java.net.URI;
import java.util.regex.Pattern;

/** What an edge may tell of itself. */
final class EdgeCheck {

    private static final Pattern NAME = Pattern.compile("edges/[a-z0-9.-]{1,63}");
    private static final int MOST_URIS = 4;
    private static final int MOST_URI = 1_024;
    private static final int MOST_ZONE = 63;
    private static final int MOST_VERSION = 100;
    private static final int MOST_WEIGHT = 1_000;

    private EdgeCheck() {}

    /** Notes what is wrong with it. */
    static void check(Edge edge, Violations violations) {
        checkName("name", edge.getName(), violations);
        violations.require(
                "uris", edge.getUrisCount() >= 1 && edge.getUrisCount() <= MOST_URIS, "must be 1 to " + MOST_URIS);
        for (int i = 0; i < edge.getUrisCount(); i++) {
            violations.require(
                    "uris[" + i + ']',
                    isBase(edge.getUris(i)),
                    "must be an http or https URL without query and fragment, of up to " + MOST_URI + " characters");
        }
        Fields.checkText(violations, "zone", edge.getZone(), MOST_ZONE);
        Fields.checkText(violations, "version", edge.getVersion(), MOST_VERSION);
        Fields.checkRange(violations, "weight", edge.getWeight(), 0, MOST_WEIGHT);
    }

    static void checkName(String field, String name, Violations violations) {
        violations.require(field, NAME.matcher(name).matches(), "must be edges/ and 1 to 63 of a-z, 0-9, '-' and '.'");
    }

    /** Notes what is wrong with a load; what is not told is 0. */
    static void check(EdgeLoad load, Violations violations) {
        load.getAllFields()
                .forEach((field, value) -> violations.require(
                        field.getName(), ((Number) value).doubleValue() >= 0, "must not be negative"));
        violations.require("cpu", load.getCpu() <= 1, "must be from 0 to 1");
    }

    private static boolean isBase(String uri) {
        return uri.length() <= MOST_URI
                && Fields.isWebUri(uri)
                && URI.create(uri).getRawQuery() == null
                && URI.create(uri).getRawFragment() == null
                && URI.create(uri).getRawUserInfo() == null;
    }
}
