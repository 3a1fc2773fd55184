package io.millrace.access;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the JSON of a file of access rules; {@code docs/access-rules.md} describes it. What names something else, such as
 * a user in a group, is looked up at the end, so that the order in the file does not matter.
 */
final class RulesParser {

    private final JsonSource json;
    private final NamedUsers users = new NamedUsers();
    private final Map<String, PasswordHash> passwords = new HashMap<>();
    private final Map<String, String> certificates = new HashMap<>();
    private final Map<Action, List<JsonSource.Text>> fallback = new EnumMap<>(Action.class);
    private final Map<Action, Map<String, List<JsonSource.Text>>> directories = new EnumMap<>(Action.class);

    private RulesParser(JsonSource json) {
        this.json = json;
        for (Action action : Action.values()) {
            directories.put(action, new LinkedHashMap<>());
        }
    }

    /**
     * Reads a file's content.
     *
     * @param file for complaints
     * @throws InvalidRulesException if something in it is wrong
     */
    static Rules parse(Path file, byte[] content) {
        Rules[] rules = new Rules[1];
        JsonSource.read(file, content, json -> rules[0] = new RulesParser(json).rules());
        return rules[0];
    }

    private Rules rules() throws IOException {
        Place start = json.here();
        json.object("the file", (name, place) -> {
            switch (name) {
                case "default" -> lists("\"default\"", fallback::put);
                case "users" -> json.object("\"users\"", this::user);
                case "groups" ->
                    json.object("\"groups\"", (group, at) -> {
                        users.addGroup(group, json.texts("group \"" + group + "\""), at);
                    });
                case "directories" -> json.object("\"directories\"", this::directory);
                default ->
                    throw place.wrong(
                            "there is no \"" + name + "\" here; known are default, users, groups, directories");
            }
        });
        for (Action action : Action.values()) {
            if (!fallback.containsKey(action)) {
                throw start.wrong("\"default\" must say with a list \"" + spelled(action)
                        + "\" who may where no directory says it: [\"*\"] is anybody, [] nobody");
            }
        }
        users.checkGroups();
        return new Rules(resolved(Action.READ), resolved(Action.WRITE), passwords, certificates);
    }

    private void user(String user, Place place) throws IOException {
        users.add(user, place);
        json.object("user \"" + user + "\"", (name, at) -> {
            switch (name) {
                case "password" -> passwords.put(user, password(user, at));
                case "certificates" -> {
                    for (JsonSource.Text subject : json.texts("\"certificates\" of user \"" + user + "\"")) {
                        certificate(user, subject);
                    }
                }
                default -> throw at.wrong("a user has no \"" + name + "\"; known are password, certificates");
            }
        });
    }

    private PasswordHash password(String user, Place place) throws IOException {
        return PasswordHash.parse(json.text("\"password\" of user \"" + user + "\""))
                .orElseThrow(() -> place.wrong("the password of user \"" + user
                        + "\" is no bcrypt hash of a cost up to " + PasswordHash.MOST_COST
                        + ": write what `htpasswd -nB " + user + "` prints after the colon"));
    }

    private void certificate(String user, JsonSource.Text subject) {
        String canonical;
        try {
            canonical = Rules.canonical(subject.value());
        } catch (IllegalArgumentException e) {
            throw subject.place()
                    .wrong("\"" + subject.value() + "\" is no certificate's subject; one is like CN=encoder,O=Example");
        }
        String other = certificates.put(canonical, user);
        if (other != null) {
            throw subject.place()
                    .wrong("the certificate of user \"" + user + "\" is that of user \"" + other + "\" already");
        }
    }

    private void directory(String directory, Place place) throws IOException {
        checkDirectory(directory, place);
        lists(
                "directory \"" + directory + "\"",
                (action, list) -> directories.get(action).put(directory, list));
    }

    private static void checkDirectory(String directory, Place place) {
        if (directory.equals("/")) {
            throw place.wrong("the directory \"/\" is everything: write its lists under \"default\"");
        }
        if (!directory.startsWith("/") || !directory.endsWith("/")) {
            throw place.wrong("the directory \"" + directory + "\" must begin and end with a slash");
        }
        for (String segment : directory.substring(1, directory.length() - 1).split("/", -1)) {
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                throw place.wrong(
                        "the directory \"" + directory + "\" has an empty or dot segment, as no object's has");
            }
        }
    }

    /** Takes the list of one action. */
    private interface Lists {
        void list(Action action, List<JsonSource.Text> list);
    }

    private void lists(String what, Lists lists) throws IOException {
        json.object(what, (name, place) -> {
            Action action = switch (name) {
                case "read" -> Action.READ;
                case "write" -> Action.WRITE;
                default -> throw place.wrong(what + " has no \"" + name + "\"; known are read, write");
            };
            lists.list(action, json.texts("\"" + name + "\" of " + what));
        });
    }

    private DirectoryRules resolved(Action action) {
        Map<String, Permitted> byDirectory = new HashMap<>();
        directories.get(action).forEach((directory, list) -> byDirectory.put(directory, users.permitted(list)));
        return new DirectoryRules(users.permitted(fallback.get(action)), byDirectory);
    }

    private static String spelled(Action action) {
        return switch (action) {
            case READ -> "read";
            case WRITE -> "write";
        };
    }
}
