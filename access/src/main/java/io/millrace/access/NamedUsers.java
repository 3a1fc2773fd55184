package io.millrace.access;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The names of users and groups while a file is read, and what lists make of them. Used by one thread. */
final class NamedUsers {

    private static final String ANYBODY = "*";
    private static final String GROUP = "@";

    private final Set<String> users = new HashSet<>();
    private final Map<String, List<JsonSource.Text>> groups = new LinkedHashMap<>();

    /** A colon would end the name in an Authorization header (RFC 7617); the rest has a meaning in lists. */
    void add(String user, Place place) {
        if (user.isEmpty()
                || user.startsWith(GROUP)
                || user.equals(ANYBODY)
                || user.indexOf(':') >= 0
                || user.chars().anyMatch(Character::isISOControl)) {
            throw place.wrong("\"" + user + "\" can't be the name of a user: it is empty, begins with @, is *, or has a"
                    + " colon or a control character in it");
        }
        users.add(user);
    }

    /** @param members names of users; known or not is seen later */
    void addGroup(String group, List<JsonSource.Text> members, Place place) {
        if (group.isEmpty() || group.startsWith(GROUP)) {
            throw place.wrong("\"" + group + "\" can't be the name of a group: it is empty or begins with @, which is"
                    + " written in lists only");
        }
        groups.put(group, members);
    }

    /**
     * Who a list permits.
     *
     * @throws InvalidRulesException if it names somebody unknown
     */
    Permitted permitted(List<JsonSource.Text> list) {
        Set<String> only = new HashSet<>();
        boolean anybody = false;
        for (JsonSource.Text entry : list) {
            String name = entry.value();
            if (name.equals(ANYBODY)) {
                anybody = true;
            } else if (name.startsWith(GROUP)) {
                List<JsonSource.Text> members = groups.get(name.substring(GROUP.length()));
                if (members == null) {
                    throw entry.place().wrong("there is no group \"" + name.substring(GROUP.length()) + "\"");
                }
                members.forEach(member -> only.add(member.value()));
            } else if (users.contains(name)) {
                only.add(name);
            } else {
                throw entry.place().wrong(unknown(name));
            }
        }
        return anybody ? Permitted.ANYBODY : new Permitted.Only(Set.copyOf(only));
    }

    /**
     * Looks the members of all groups up, also of those that no list names.
     *
     * @throws InvalidRulesException if one is unknown
     */
    void checkGroups() {
        groups.forEach((group, members) -> {
            for (JsonSource.Text member : members) {
                if (!users.contains(member.value())) {
                    throw member.place().wrong("in group \"" + group + "\": " + unknown(member.value()));
                }
            }
        });
    }

    private String unknown(String name) {
        return "there is no user \"" + name + "\""
                + (groups.containsKey(name) ? "; the group of that name is written \"@" + name + "\"" : "");
    }
}
