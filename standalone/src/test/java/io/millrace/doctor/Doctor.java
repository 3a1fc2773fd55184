package io.millrace.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.cli.Environment;
import io.millrace.cli.MillraceCommand;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * {@code millrace doctor}, run to its end in this JVM, and what it has said.
 *
 * @param report what it has printed; empty where it could not begin
 */
record Doctor(int code, JsonObject report, String errors) {

    /** Looks at two ways; not for long. */
    static Doctor looks(URI ingest, URI edge, String... options) {
        StringWriter output = new StringWriter();
        StringWriter errors = new StringWriter();
        List<String> words = new ArrayList<>(List.of("doctor", "--output", "json", "--long", "1s", "--pause", "1s"));
        // What is given last counts.
        words.addAll(List.of(options));
        words.addAll(List.of(ingest.toString(), edge.toString()));
        int code = MillraceCommand.commandLine(new Environment(Map.of(), Path.of(".")))
                .setOverwrittenOptionsAllowed(true)
                .setOut(new PrintWriter(output))
                .setErr(new PrintWriter(errors))
                .execute(words.toArray(String[]::new));
        JsonObject report = output.toString().isEmpty() ? new JsonObject() : new JsonObject(output.toString());
        return new Doctor(code, report, errors.toString());
    }

    /** Nothing is wrong, and all was looked at. */
    void findsNothing() {
        assertEquals("", errors);
        assertEquals(Set.of(), with("problem"), this::toString);
        assertEquals(Set.of(), with("untested"), this::toString);
        assertEquals(0, code);
    }

    /** Just these are problems. */
    void finds(String... checks) {
        assertEquals("", errors);
        assertEquals(new TreeSet<>(Set.of(checks)), with("problem"), this::toString);
        assertEquals(1, code);
    }

    /** It could not begin, and said why. */
    void givesUp(int expected, String why) {
        assertTrue(errors.contains(why), errors);
        assertEquals(expected, code);
        assertTrue(report.isEmpty());
    }

    /** The names of the checks with a result. */
    Set<String> with(String result) {
        Set<String> names = new TreeSet<>();
        checks().filter(check -> check.getString("result").equals(result))
                .forEach(check -> names.add(check.getString("check")));
        return names;
    }

    String evidence(String check) {
        return of(check).getString("evidence");
    }

    /** Whose settings are told for a problem. */
    Set<String> settings(String check) {
        return of(check).getJsonObject("settings").fieldNames();
    }

    private JsonObject of(String name) {
        return checks().filter(check -> check.getString("check").equals(name))
                .findFirst()
                .orElseThrow();
    }

    private Stream<JsonObject> checks() {
        return Stream.of("wayIn", "wayOut")
                .flatMap(way -> report.getJsonObject(way).getJsonArray("checks").stream())
                .map(JsonObject.class::cast);
    }

    @Override
    public String toString() {
        return report.isEmpty() ? errors : report.encodePrettily();
    }
}
