package io.millrace.control.caller;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The callers of a file. Immutable.
 *
 * @param byTokenHash by SHA-256 of their bearer token, in hexadecimal: tokens can't be guessed, and looking a hash up tells
 *     nothing of them
 * @param bySubject by the subject of their client certificate, as RFC 2253 writes it
 */
record KnownCallers(Map<String, Caller> byTokenHash, Map<String, Caller> bySubject) {

    static final KnownCallers NONE = new KnownCallers(Map.of(), Map.of());

    private static final int HASH_CHARACTERS = 64;

    Optional<Caller> withToken(String token) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return Optional.ofNullable(byTokenHash.get(HexFormat.of().formatHex(hash)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    Optional<Caller> withSubject(String subject) {
        return Optional.ofNullable(bySubject.get(subject));
    }

    /**
     * Reads a file's content.
     *
     * @throws InvalidCallersException if it is none
     */
    static KnownCallers parse(String file, String json) {
        try {
            JsonObject content = new JsonObject(json);
            checkNames(file, content, Set.of("tokens", "certificates"));
            return new KnownCallers(
                    entries(file, content, "tokens", "sha256"), entries(file, content, "certificates", "subject"));
        } catch (DecodeException | ClassCastException e) {
            throw new InvalidCallersException(file + " is no JSON of callers: "
                    + e.getMessage().lines().findFirst().orElse(""));
        }
    }

    private static Map<String, Caller> entries(String file, JsonObject content, String list, String key) {
        Map<String, Caller> callers = new HashMap<>();
        for (Object entry : content.getJsonArray(list, new JsonArray())) {
            JsonObject caller = (JsonObject) entry;
            checkNames(file, caller, Set.of("name", "role", key));
            String name = caller.getString("name", "");
            String role = caller.getString("role", "");
            String value = caller.getString(key, "");
            if (name.isBlank() || value.isBlank()) {
                throw new InvalidCallersException(file + ": each of " + list + " has a name and a " + key);
            }
            if (key.equals("sha256") && !value.matches("[0-9a-f]{" + HASH_CHARACTERS + "}")) {
                throw new InvalidCallersException(file + ": the sha256 of " + name + " must be " + HASH_CHARACTERS
                        + " of 0-9 and a-f: printf %s TOKEN | sha256sum");
            }
            Role known = Role.parse(role)
                    .orElseThrow(() -> new InvalidCallersException(
                            file + ": the role of " + name + " must be viewer, operator, admin or service"));
            if (callers.put(value, new Caller(name, EnumSet.of(known))) != null) {
                throw new InvalidCallersException(file + ": " + name + " has the " + key + " of another one");
            }
        }
        return callers;
    }

    private static void checkNames(String file, JsonObject object, Set<String> known) {
        for (String name : object.fieldNames()) {
            if (!known.contains(name)) {
                throw new InvalidCallersException(file + ": \"" + name + "\" is not known; there is "
                        + String.join(", ", known.stream().sorted().toList()));
            }
        }
    }
}
