package io.millrace.access;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** The rules that the tests are about, and credentials for them. Every user's password is its name and {@code -secret}. */
final class RulesText {

    /** The cheapest that there is. */
    private static final int COST = 4;

    /** {@code directories} and {@code default} are the test's; users and groups are there. */
    static String with(String fallback, String directories) {
        return """
                {
                  "default": %s,
                  "users": {
                    "encoder": {"password": "%s"},
                    "packager": {"password": "%s", "certificates": ["CN=packager,O=Example"]},
                    "robot": {"certificates": ["CN=robot"]},
                    "zoë": {"password": "%s"}
                  },
                  "groups": {"publishers": ["encoder", "robot"], "nobody": []},
                  "directories": %s
                }
                """.formatted(
                        fallback, hash("encoder-secret"), hash("packager-secret"), hash("zoë-secret"), directories);
    }

    static String hash(String password) {
        return BCrypt.with(BCrypt.Version.VERSION_2Y).hashToString(COST, password.toCharArray());
    }

    static Credentials user(String user) {
        return password(user, user + "-secret");
    }

    static Credentials password(String user, String password) {
        byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return header("Basic " + Base64.getEncoder().encodeToString(pair));
    }

    static Credentials header(String authorization) {
        return new Credentials(Optional.of(authorization), Optional.empty());
    }

    static Credentials certificate(String subject) {
        return new Credentials(Optional.empty(), Optional.of(subject));
    }

    private RulesText() {}
}
