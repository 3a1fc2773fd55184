package io.millrace.cli.resource;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.millrace.cli.CommandFailedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/** Resources in files of YAML or JSON: documents, or lists of them, each a resource as the API's JSON has it. */
public final class ResourceFiles {

    private static final String STANDARD_INPUT = "-";

    /**
     * A resource that was read, of a kind that is not known yet.
     *
     * @param source the file, for errors
     * @param fields as JSON
     */
    public record Written(String source, JsonObject fields) {

        /** Its name; empty where it has none. */
        public String name() {
            return fields.get("name") instanceof JsonPrimitive name ? name.getAsString() : "";
        }

        /**
         * The resource.
         *
         * @param template of its kind
         * @throws CommandFailedException if it has a field that its kind has not, or a value that does not fit
         */
        public <M extends Message> M as(M template) {
            JsonObject json = fields.deepCopy();
            ResourceText.toJson(json, template.getDescriptorForType());
            Message.Builder builder = template.newBuilderForType();
            try {
                JsonFormat.parser().merge(Trees.json(json), builder);
            } catch (InvalidProtocolBufferException e) {
                String what = e.getMessage().replace("millrace.control.v1.", "");
                throw new CommandFailedException(source + ": " + (name().isEmpty() ? "" : name() + ": ") + what, e);
            }
            @SuppressWarnings("unchecked") // a builder builds what it was made of
            M built = (M) builder.build();
            return built;
        }
    }

    private ResourceFiles() {}

    /**
     * All resources of a file.
     *
     * @param file its path, or {@code -} for standard input
     * @throws CommandFailedException if it can't be read, or is neither YAML nor JSON, or holds nothing
     */
    public static List<Written> read(String file) {
        String source = file.equals(STANDARD_INPUT) ? "standard input" : file;
        List<Written> found = new ArrayList<>();
        try {
            Trees.read(text(file)).forEach(document -> add(source, document, found));
        } catch (MarkedYAMLException e) {
            throw new CommandFailedException(
                    "%s is neither YAML nor JSON: line %d, column %d: %s"
                            .formatted(
                                    source,
                                    e.getProblemMark().getLine() + 1,
                                    e.getProblemMark().getColumn() + 1,
                                    e.getProblem()),
                    e);
        } catch (YAMLException e) {
            throw new CommandFailedException(source + " is neither YAML nor JSON: " + e.getMessage(), e);
        } catch (NoSuchFileException e) {
            throw new CommandFailedException(file + " is not there", e);
        } catch (IOException e) {
            throw new CommandFailedException(source + " can't be read: " + e.getMessage(), e);
        }
        if (found.isEmpty()) {
            throw new CommandFailedException(source + " holds no resource");
        }
        return found;
    }

    /**
     * The one resource of a file.
     *
     * @param name what its name must be, where it has one
     * @throws CommandFailedException if it can't be read, holds another number of them, or one of another name
     */
    public static Written readOne(String file, String name) {
        List<Written> found = read(file);
        Written one = found.getFirst();
        if (found.size() > 1) {
            throw new CommandFailedException("%s holds %d resources, not one; millrace apply takes several"
                    .formatted(one.source(), found.size()));
        }
        if (!one.name().isEmpty() && !one.name().equals(name)) {
            throw new CommandFailedException("%s holds %s, not %s".formatted(one.source(), one.name(), name));
        }
        return one;
    }

    private static void add(String source, Object document, List<Written> found) {
        switch (document) {
            case List<?> several -> several.forEach(one -> add(source, one, found));
            case Map<?, ?> fields -> {
                JsonElement json = Trees.tree(fields);
                found.add(new Written(source, json.getAsJsonObject()));
            }
            case null, default ->
                throw new CommandFailedException(source + " holds something that is no resource: " + document);
        }
    }

    private static String text(String file) throws IOException {
        if (file.equals(STANDARD_INPUT)) {
            InputStream in = System.in;
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        return Files.readString(Path.of(file));
    }
}
