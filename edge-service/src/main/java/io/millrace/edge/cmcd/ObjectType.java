package io.millrace.edge.cmcd;

import java.util.Locale;

/** CMCD's {@code ot}: what a player asks for. A closed set, because it is a tag of metrics. */
public enum ObjectType {
    MANIFEST("m"),
    AUDIO("a"),
    VIDEO("v"),
    MUXED("av"),
    INIT("i"),
    CAPTION("c"),
    TIMED_TEXT("tt"),
    KEY("k"),
    /** Said to be something else, or what we do not know. */
    OTHER("o"),
    /** Not said. */
    UNSAID("");

    private final String token;

    ObjectType(String token) {
        this.token = token;
    }

    /** As the metrics call it. */
    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }

    static ObjectType of(String token) {
        for (ObjectType type : values()) {
            if (type.token.equals(token)) {
                return type;
            }
        }
        return OTHER;
    }
}
