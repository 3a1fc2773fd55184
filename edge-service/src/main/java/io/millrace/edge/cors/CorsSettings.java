package io.millrace.edge.cors;

import io.millrace.proto.control.v1.CorsPolicy;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a CORS file says: a JSON object with the keys that go-chunked-streaming-server's {@code -o} file has
 * ({@code AllowedOrigins}, {@code AllowedMethods}, {@code AllowedHeaders}) and three of ours ({@code ExposedHeaders},
 * {@code AllowCredentials}, {@code MaxAge} in seconds). As there, the case of a key does not matter, and each may be
 * left out.
 *
 * @param maxAgeSeconds how long a browser may keep the answer to a preflight
 */
record CorsSettings(
        List<String> origins,
        List<String> methods,
        List<String> headers,
        List<String> exposed,
        boolean credentials,
        int maxAgeSeconds) {

    /** Any page may read and see all that there is. */
    static final CorsSettings OPEN = new CorsSettings(
            List.of("*"),
            List.of("GET", "HEAD", "OPTIONS"),
            List.of("*", "Authorization"),
            List.of(
                    "Date",
                    "Age",
                    "ETag",
                    "Content-Range",
                    "Content-Length",
                    "Server-Timing",
                    "CMSD-Static",
                    "CMSD-Dynamic"),
            false,
            86_400);

    private static final String KEYS =
            "AllowedOrigins, AllowedMethods, AllowedHeaders, ExposedHeaders, AllowCredentials and MaxAge";

    /** @throws InvalidCorsFileException if it can't be read or says what makes no sense */
    static CorsSettings read(Path file) {
        JsonObject json;
        try {
            json = new JsonObject(Files.readString(file));
        } catch (NoSuchFileException e) {
            throw new InvalidCorsFileException(file, "it does not exist");
        } catch (IOException e) {
            throw new InvalidCorsFileException(file, "it can't be read (" + e.getMessage() + ")");
        } catch (DecodeException | ClassCastException e) {
            throw new InvalidCorsFileException(file, "it is no JSON object (" + firstLine(e) + ")");
        }
        try {
            return of(json);
        } catch (IllegalArgumentException e) {
            throw new InvalidCorsFileException(file, e.getMessage());
        }
    }

    /** @throws IllegalArgumentException if a channel says what makes no sense */
    static CorsSettings of(CorsPolicy channel) {
        List<String> headers = tokens("headers", channel.getHeadersList());
        List<String> exposed = new ArrayList<>(OPEN.exposed);
        exposed.addAll(tokens("expose_headers", channel.getExposeHeadersList()));
        return checked(new CorsSettings(
                List.copyOf(channel.getOriginsList()),
                OPEN.methods,
                headers.isEmpty() ? OPEN.headers : headers,
                List.copyOf(exposed),
                channel.getCredentials(),
                OPEN.maxAgeSeconds));
    }

    private static CorsSettings of(JsonObject json) {
        List<String> origins = OPEN.origins;
        List<String> methods = OPEN.methods;
        List<String> headers = OPEN.headers;
        List<String> exposed = OPEN.exposed;
        boolean credentials = OPEN.credentials;
        int maxAgeSeconds = OPEN.maxAgeSeconds;
        for (Map.Entry<String, Object> entry : json) {
            String key = entry.getKey();
            Object value = entry.getValue();
            switch (key.toLowerCase(Locale.ROOT)) {
                case "allowedorigins" -> origins = strings(key, value);
                case "allowedmethods" -> methods = tokens(key, value);
                case "allowedheaders" -> headers = tokens(key, value);
                case "exposedheaders" -> exposed = tokens(key, value);
                case "allowcredentials" -> credentials = bool(key, value);
                case "maxage" -> maxAgeSeconds = seconds(key, value);
                default -> throw new IllegalArgumentException("it has the key " + key + "; the keys are " + KEYS);
            }
        }
        return checked(new CorsSettings(origins, methods, headers, exposed, credentials, maxAgeSeconds));
    }

    private static CorsSettings checked(CorsSettings settings) {
        if (settings.credentials && settings.origins.contains("*")) {
            throw new IllegalArgumentException(
                    "AllowCredentials does not go with the origin *; name the origins that may send credentials");
        }
        return settings;
    }

    /** As in Go, null is an empty list. */
    private static List<String> strings(String key, Object value) {
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof JsonArray array)) {
            throw new IllegalArgumentException(key + " must be a list of strings");
        }
        List<String> strings = new ArrayList<>();
        for (Object element : array) {
            if (!(element instanceof String string)) {
                throw new IllegalArgumentException(key + " must be a list of strings");
            }
            strings.add(string.strip());
        }
        return List.copyOf(strings);
    }

    /** Methods and header names: RFC 9110, section 5.6.2. They go into our own headers. */
    private static List<String> tokens(String key, Object value) {
        return tokens(key, strings(key, value));
    }

    private static List<String> tokens(String key, List<String> tokens) {
        for (String token : tokens) {
            if (token.isEmpty() || !token.chars().allMatch(CorsSettings::isTokenCharacter)) {
                throw new IllegalArgumentException(key + " has \"" + printable(token) + "\", which is no name");
            }
        }
        return tokens;
    }

    private static boolean bool(String key, Object value) {
        if (!(value instanceof Boolean bool)) {
            throw new IllegalArgumentException(key + " must be true or false");
        }
        return bool;
    }

    private static int seconds(String key, Object value) {
        if (!(value instanceof Integer seconds) || seconds < 0) {
            throw new IllegalArgumentException(key + " must be a whole number of seconds");
        }
        return seconds;
    }

    private static boolean isTokenCharacter(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
    }

    static String printable(String text) {
        return text.replaceAll("[^\\x20-\\x7e]", "?");
    }

    private static String firstLine(RuntimeException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
