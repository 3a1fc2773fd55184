package io.millrace.cli.context;

import io.millrace.cli.CommandFailedException;
import io.millrace.cli.Environment;
import io.millrace.cli.resource.Trees;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/** The file of contexts, {@code ~/.config/millrace/contexts.yaml}: its user's alone, as it may hold tokens. */
public final class ContextsFile {

    private static final Set<PosixFilePermission> OTHERS = PosixFilePermissions.fromString("---rwxrwx");
    private static final Set<String> FIELDS = Set.of("control", "ca", "cert", "key", "token", "tokenFile");
    private static final Set<String> TOP = Set.of("current", "contexts");

    private final Path file;

    private ContextsFile(Path file) {
        this.file = file;
    }

    /** That of a user; {@code XDG_CONFIG_HOME} is looked at. */
    public static ContextsFile of(Environment environment) {
        Path configuration = environment
                .variable("XDG_CONFIG_HOME")
                .map(Path::of)
                .filter(Path::isAbsolute)
                .orElseGet(() -> environment.home().resolve(".config"));
        return new ContextsFile(configuration.resolve("millrace").resolve("contexts.yaml"));
    }

    /**
     * What it holds; without a file, no context.
     *
     * @throws CommandFailedException if it can't be read or used, or others may read it
     */
    public Contexts read() {
        if (Files.notExists(file)) {
            return Contexts.NONE;
        }
        try {
            checkMode();
            List<Object> documents = Trees.read(Files.readString(file));
            return documents.isEmpty() ? Contexts.NONE : contexts(documents);
        } catch (MarkedYAMLException e) {
            throw bad("line " + (e.getProblemMark().getLine() + 1) + ": " + e.getProblem());
        } catch (YAMLException | CharacterCodingException e) {
            throw bad("it is no YAML");
        } catch (IOException e) {
            throw new CommandFailedException(file + " can't be read: " + e.getMessage(), e);
        }
    }

    /**
     * Replaces it at once.
     *
     * @throws CommandFailedException if it can't be written
     */
    void write(Contexts contexts) {
        Map<String, Object> all = new LinkedHashMap<>();
        contexts.sorted().forEach((name, context) -> all.put(name, fields(context)));
        Map<String, Object> top = new LinkedHashMap<>();
        contexts.current().ifPresent(name -> top.put("current", name));
        top.put("contexts", all);
        try {
            Path directory = Files.createDirectories(file.getParent());
            // Files of this kind are their owner's alone from the beginning.
            Path written = Files.createTempFile(directory, "contexts", ".new");
            Files.writeString(written, Trees.yaml(top) + "\n");
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new CommandFailedException(file + " can't be written: " + e.getMessage(), e);
        }
    }

    private void checkMode() throws IOException {
        if (!Files.getFileStore(file).supportsFileAttributeView("posix")) {
            return;
        }
        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
        if (mode.stream().anyMatch(OTHERS::contains)) {
            throw new CommandFailedException("%s may hold tokens, and others may read or write it (%s): chmod 600 %s"
                    .formatted(file, PosixFilePermissions.toString(mode), file));
        }
    }

    private Contexts contexts(List<Object> documents) {
        if (documents.size() != 1 || !(documents.getFirst() instanceof Map<?, ?> top)) {
            throw bad("it holds no contexts");
        }
        check(top, TOP, "");
        if (!(top.get("contexts") instanceof Map<?, ?> all)) {
            throw bad("contexts are missing");
        }
        Map<String, Context> byName = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : all.entrySet()) {
            String name = String.valueOf(entry.getKey());
            if (!(entry.getValue() instanceof Map<?, ?> fields)) {
                throw bad("context " + name + " has no fields");
            }
            byName.put(name, context(name, fields));
        }
        Optional<String> current = text(top, "current", "");
        if (current.isPresent() && !byName.containsKey(current.get())) {
            throw bad("the current context, " + current.get() + ", is not there");
        }
        return new Contexts(current, byName);
    }

    private Context context(String name, Map<?, ?> fields) {
        String where = "context " + name + ": ";
        check(fields, FIELDS, where);
        return new Context(
                text(fields, "control", where).orElseThrow(() -> bad(where + "control is missing")),
                text(fields, "ca", where).map(Path::of),
                text(fields, "cert", where).map(Path::of),
                text(fields, "key", where).map(Path::of),
                text(fields, "token", where),
                text(fields, "tokenFile", where).map(Path::of));
    }

    private void check(Map<?, ?> fields, Set<String> known, String where) {
        for (Object field : fields.keySet()) {
            if (!known.contains(String.valueOf(field))) {
                throw bad(where + "there is no field " + field);
            }
        }
    }

    private Optional<String> text(Map<?, ?> fields, String name, String where) {
        Object value = fields.get(name);
        if (value instanceof Map || value instanceof List) {
            throw bad(where + name + " must be text");
        }
        return Optional.ofNullable(value).map(Object::toString).filter(text -> !text.isEmpty());
    }

    private static Map<String, Object> fields(Context context) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("control", context.control());
        context.ca().ifPresent(path -> fields.put("ca", path.toString()));
        context.certificate().ifPresent(path -> fields.put("cert", path.toString()));
        context.key().ifPresent(path -> fields.put("key", path.toString()));
        context.token().ifPresent(token -> fields.put("token", token));
        context.tokenFile().ifPresent(path -> fields.put("tokenFile", path.toString()));
        return fields;
    }

    private CommandFailedException bad(String what) {
        return new CommandFailedException(file + " can't be used: " + what);
    }
}
