package io.millrace.checks;

import java.security.SecureRandom;
import java.util.regex.Pattern;

/** Names of resources: {@code channels/cam}, {@code channels/cam/keys/k1}. */
public final class Names {

    private static final String ID = "[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?";
    private static final Pattern WHOLE_ID = Pattern.compile(ID);
    private static final String ID_RULE =
            "must be 1 to 63 of a-z, 0-9 and '-', begin with a letter and not end with '-'";

    /** Letters and digits that nobody takes for others. */
    private static final String LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";

    private static final int KEY_CHARACTERS = 8;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Names() {}

    /** Notes an id that is none. */
    public static void checkId(Violations violations, String field, String id) {
        violations.require(field, WHOLE_ID.matcher(id).matches(), ID_RULE);
    }

    /**
     * Notes a name that is none of these.
     *
     * @param pattern with {@code *} for each id: {@code channels/*}
     */
    public static void check(Violations violations, String field, String name, String pattern) {
        boolean fits = Pattern.matches(pattern.replace("*", ID), name);
        violations.require(field, fits, "must be a name like " + pattern.replace("*", "ID"));
    }

    /** The last part. */
    public static String id(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    /** The resource above: of {@code channels/cam/keys/k1} it is {@code channels/cam}. */
    public static String parent(String name) {
        String collection = name.substring(0, name.lastIndexOf('/'));
        return collection.substring(0, collection.lastIndexOf('/'));
    }

    /** An id for a resource that was given none. */
    public static String randomId() {
        return randomId('k', KEY_CHARACTERS);
    }

    /**
     * The same, of a certain length.
     *
     * @param first its first character, a letter
     * @param characters how many it has in all
     */
    public static String randomId(char first, int characters) {
        StringBuilder id = new StringBuilder().append(first);
        for (int i = 1; i < characters; i++) {
            id.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
        }
        return id.toString();
    }
}
