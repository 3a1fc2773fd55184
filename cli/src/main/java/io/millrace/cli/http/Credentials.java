package io.millrace.cli.http;

import io.millrace.cli.CommandFailedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Who the client says it is: the value of the Authorization header, which is never printed. Immutable. */
public final class Credentials {

    private final Optional<String> header;

    private Credentials(Optional<String> header) {
        this.header = header;
    }

    /**
     * Options go before the environment, {@code MILLRACE_USER} and {@code MILLRACE_TOKEN}.
     *
     * @throws CommandFailedException if more than one way is given, or a file can't be read
     */
    public static Credentials of(ConnectionOptions options, Map<String, String> environment) {
        long given = Stream.of(options.user, options.userFile, options.token, options.tokenFile)
                .filter(Optional::isPresent)
                .count();
        if (given > 1) {
            throw new CommandFailedException("give only one of --user, --user-file, --token and --token-file");
        }
        Optional<String> user = options.user.or(() -> options.userFile.map(Credentials::firstLine));
        Optional<String> token = options.token.or(() -> options.tokenFile.map(Credentials::firstLine));
        if (given == 0) {
            user = Optional.ofNullable(environment.get("MILLRACE_USER"));
            token = Optional.ofNullable(environment.get("MILLRACE_TOKEN"));
        }
        Optional<String> basic = user.map(Credentials::basic);
        return new Credentials(token.map(Credentials::bearer).or(() -> basic));
    }

    /** The value of the Authorization header, where there is to be one. */
    public Optional<String> header() {
        return header;
    }

    @Override
    public String toString() {
        return header.isPresent() ? "credentials" : "no credentials";
    }

    private static String basic(String user) {
        if (user.indexOf(':') < 0) {
            throw new CommandFailedException("a user is NAME:PASSWORD, with a colon between them");
        }
        return "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The value of the Authorization header for a bearer token.
     *
     * @throws CommandFailedException if it has characters that no token has
     */
    public static String bearer(String token) {
        if (!token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new CommandFailedException("the token has characters that no token has; is it the right file?");
        }
        return "Bearer " + token;
    }

    /**
     * The first line of a file, which is where a secret is in one.
     *
     * @throws CommandFailedException if it can't be read
     */
    public static String firstLine(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.findFirst().orElse("").strip();
        } catch (IOException | UncheckedIOException e) {
            throw new CommandFailedException(file + " can't be read: " + e.getMessage(), e);
        }
    }
}
