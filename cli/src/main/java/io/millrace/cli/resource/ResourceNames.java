package io.millrace.cli.resource;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Names of resources as they are written on a command line: whole, {@code channels/cam}, or without what is clear, {@code cam}. */
public abstract sealed class ResourceNames implements ITypeConverter<String> {

    private static final String ID = "[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?";

    private final String collection;
    private final Pattern shape;
    private final String example;

    private ResourceNames(String collection, String id, String example) {
        this.collection = collection;
        this.shape = Pattern.compile("(?:" + collection + "/)?(" + id + ")");
        this.example = example;
    }

    @Override
    public String convert(String text) {
        Matcher name = shape.matcher(text);
        if (!name.matches()) {
            throw new TypeConversionException(
                    "'%s' is no name; write %s or %s/%s".formatted(text, example, collection, example));
        }
        return collection + "/" + name.group(1);
    }

    /** {@code channels/…}. */
    public static final class OfChannel extends ResourceNames {
        public OfChannel() {
            super("channels", ID, "cam");
        }
    }

    /** {@code rules/…}. */
    public static final class OfRule extends ResourceNames {
        public OfRule() {
            super("rules", ID, "slow");
        }
    }

    /** {@code tags/…}. */
    public static final class OfTag extends ResourceNames {
        public OfTag() {
            super("tags", ID, "nightly");
        }
    }

    /** {@code sessions/…}. */
    public static final class OfSession extends ResourceNames {
        public OfSession() {
            super("sessions", ID, "lab");
        }
    }

    /** {@code routes/…}, with the id of a channel. */
    public static final class OfRoute extends ResourceNames {
        public OfRoute() {
            super("routes", ID, "cam");
        }
    }

    /** {@code edges/…}. */
    public static final class OfEdge extends ResourceNames {
        public OfEdge() {
            super("edges", "[a-z0-9.-]{1,63}", "edge-1");
        }
    }

    abstract static sealed class BelowChannel implements ITypeConverter<String> {

        private final Pattern shape;
        private final String collection;

        BelowChannel(String collection) {
            this.collection = collection;
            this.shape = Pattern.compile("(%s)/(%s)|channels/(%s)/%s/(%s)".formatted(ID, ID, ID, collection, ID));
        }

        @Override
        public String convert(String text) {
            Matcher name = shape.matcher(text);
            if (!name.matches()) {
                throw new TypeConversionException(
                        "'%s' is no name; write cam/k1 or channels/cam/%s/k1".formatted(text, collection));
            }
            boolean whole = name.group(1) == null;
            return "channels/%s/%s/%s".formatted(name.group(whole ? 3 : 1), collection, name.group(whole ? 4 : 2));
        }
    }

    /** {@code channels/…/keys/…}. */
    public static final class OfKey extends BelowChannel {
        public OfKey() {
            super("keys");
        }
    }

    /** {@code channels/…/playbackKeys/…}. */
    public static final class OfPlaybackKey extends BelowChannel {
        public OfPlaybackKey() {
            super("playbackKeys");
        }
    }

    /** The last part of a name. */
    public static String id(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }
}
