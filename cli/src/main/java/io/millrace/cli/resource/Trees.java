package io.millrace.cli.resource;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.google.gson.ToNumberPolicy;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/** JSON and YAML, read and written. */
public final class Trees {

    private static final Gson GSON = new GsonBuilder()
            .setObjectToNumberStrategy(ToNumberPolicy.LONG_OR_DOUBLE)
            .setPrettyPrinting()
            .disableHtmlEscaping()
            .create();

    private Trees() {}

    /** A message in protobuf's JSON. */
    static JsonElement of(Message message) {
        try {
            return JsonParser.parseString(JsonFormat.printer().print(message));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a message can't be told as JSON", e);
        }
    }

    /** Over several lines, without a line's end behind. */
    static String json(JsonElement tree) {
        return GSON.toJson(tree);
    }

    /** Maps, lists and values over several lines, without a line's end behind. */
    public static String json(Object tree) {
        return GSON.toJson(tree);
    }

    /** In block style, without a line's end behind. */
    static String yaml(JsonElement tree) {
        return yaml(GSON.fromJson(tree, Object.class));
    }

    /** Maps, lists and values in block style, without a line's end behind. */
    public static String yaml(Object tree) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setSplitLines(false);
        return new Yaml(new Representer(options), options).dump(tree).stripTrailing();
    }

    /**
     * The documents of YAML, or of JSON, which is a kind of it; those that are empty are left out.
     *
     * @throws YAMLException if it is neither
     */
    public static List<Object> read(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        DumperOptions dumping = new DumperOptions();
        Yaml yaml =
                new Yaml(new SafeConstructor(options), new Representer(dumping), dumping, options, new PlainWords());
        List<Object> documents = new ArrayList<>();
        for (Object document : yaml.loadAll(text)) {
            if (document != null) {
                documents.add(document);
            }
        }
        return documents;
    }

    /** What {@link #read} has read, as JSON. */
    static JsonElement tree(Map<?, ?> tree) {
        return GSON.toJsonTree(tree);
    }

    /** Takes for numbers and truth values what JSON does: times, and words such as {@code no}, stay words. */
    private static final class PlainWords extends Resolver {

        @Override
        protected void addImplicitResolvers() {
            addImplicitResolver(Tag.BOOL, Pattern.compile("true|false"), "tf");
            addImplicitResolver(Tag.NULL, Pattern.compile("null|~|"), "n~\0");
            addImplicitResolver(Tag.NULL, EMPTY, null);
            addImplicitResolver(Tag.INT, Pattern.compile("-?(?:0|[1-9]\\d*)"), "-0123456789");
            addImplicitResolver(
                    Tag.FLOAT, Pattern.compile("-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[eE][-+]?\\d+)?"), "-0123456789");
        }
    }
}
