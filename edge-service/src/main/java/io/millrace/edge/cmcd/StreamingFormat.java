package io.millrace.edge.cmcd;

import java.util.Locale;

/** CMCD's {@code sf}: how a player gets its stream. A closed set, because it is a tag of metrics. */
public enum StreamingFormat {
    DASH("d"),
    HLS("h"),
    SMOOTH("s"),
    /** Said to be something else, or what we do not know. */
    OTHER("o"),
    /** Not said. */
    UNSAID("");

    private final String token;

    StreamingFormat(String token) {
        this.token = token;
    }

    /** As the metrics call it. */
    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }

    static StreamingFormat of(String token) {
        for (StreamingFormat format : values()) {
            if (format.token.equals(token)) {
                return format;
            }
        }
        return OTHER;
    }
}
