package io.millrace.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The users of {@code deploy/redis/users.acl}, each of which has its name as its password here. */
final class RedisUsers {

    private static final String PLACEHOLDER = ">REPLACE_[A-Z_]+";

    private final Map<String, List<String>> rules = new LinkedHashMap<>();

    private RedisUsers() {}

    static RedisUsers read() throws IOException {
        RedisUsers users = new RedisUsers();
        for (String line : Files.readAllLines(Repository.file("deploy/redis/users.acl"))) {
            String[] words = line.split(" ", -1);
            String name = words[1];
            users.rules.put(
                    name,
                    Arrays.stream(words, 2, words.length)
                            .map(word -> word.replaceFirst(PLACEHOLDER, ">" + name))
                            .toList());
        }
        return users;
    }

    /** The names of the services' users. */
    Set<String> names() {
        return rules.keySet().stream().filter(name -> !name.equals("default")).collect(Collectors.toSet());
    }

    /** What a user may ask for, as {@code hget} and {@code client|id}. */
    Set<String> commands(String name) {
        return rules.get(name).stream()
                .filter(rule -> rule.startsWith("+"))
                .map(rule -> rule.substring(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The file for Redis, with a user {@code default} that may do everything: the tests' own. */
    String file() {
        return rules.entrySet().stream()
                .map(user -> "user " + user.getKey() + " "
                        + (user.getKey().equals("default")
                                ? "on nopass ~* &* +@all"
                                : String.join(" ", user.getValue())))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    /** The same without a user's right to a command. */
    RedisUsers without(String name, String command) {
        RedisUsers fewer = new RedisUsers();
        fewer.rules.putAll(rules);
        fewer.rules.computeIfPresent(
                name,
                (user, all) ->
                        all.stream().filter(rule -> !rule.equals("+" + command)).toList());
        return fewer;
    }

    /** The URIs of Redis as a user connects to them. */
    static String uri(String uris, String name) {
        return uris.replace("://", "://" + name + ":" + name + "@");
    }
}
