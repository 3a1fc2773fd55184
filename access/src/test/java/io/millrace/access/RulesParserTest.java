package io.millrace.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RulesParserTest {

    private static final String OPEN = "\"default\": {\"read\": [\"*\"], \"write\": [\"*\"]}";

    @Test
    void theOrderOfTheFileDoesNotMatter() {
        Rules rules = parse("""
                {
                  "directories": {"/live/": {"write": ["@encoders"]}},
                  "groups": {"encoders": ["one", "two"]},
                  "users": {"one": {}, "two": {}},
                  "default": {"read": ["*"], "write": []}
                }""");
        assertEquals(new Permitted.Only(Set.of("one", "two")), rules.permitted(Action.WRITE, "/live/"));
    }

    @Test
    void aDirectoryMaySaySomethingOfOneActionOnly() {
        Rules rules = parse("""
                {
                  "default": {"read": ["*"], "write": []},
                  "users": {"one": {}, "two": {}},
                  "directories": {"/live/": {"read": ["one"], "write": ["one"]}, "/live/two/": {"write": ["two"]}}
                }""");
        assertEquals(new Permitted.Only(Set.of("one")), rules.permitted(Action.READ, "/live/two/"));
        assertEquals(new Permitted.Only(Set.of("two")), rules.permitted(Action.WRITE, "/live/two/"));
    }

    @Test
    void anybodyBesideOthersIsAnybody() {
        Rules rules = parse("""
                {"default": {"read": ["one", "*"], "write": []}, "users": {"one": {}}}""");
        assertEquals(Permitted.ANYBODY, rules.permitted(Action.READ, "/"));
    }

    @ParameterizedTest
    @MethodSource
    void whatIsWrongIsToldWithItsLine(String text, String complaint) {
        assertEquals(
                complaint,
                assertThrows(InvalidRulesException.class, () -> parse(text)).getMessage());
    }

    static Stream<Arguments> whatIsWrongIsToldWithItsLine() {
        return Stream.of(
                wrong(
                        "{\n\"default\": {\"read\": [\"*\"]}\n}",
                        "access.json, line 1: \"default\" must say with a list \"write\" who may where no directory says it:"
                                + " [\"*\"] is anybody, [] nobody"),
                wrong("[]", "access.json, line 1: the file must be an object {…}"),
                wrong("", "access.json, line 1: the file must be an object {…}"),
                wrong(
                        "{\n" + OPEN + ",\n\"user\": {}}",
                        "access.json, line 3: there is no \"user\" here; known are default, users, groups, directories"),
                wrong(
                        "{\n" + OPEN + ",\n\"users\": {\n\"one\": {\"passwort\": \"x\"}}}",
                        "access.json, line 4: a user has no \"passwort\"; known are password, certificates"),
                wrong(
                        "{\n" + OPEN + ",\n\"users\": {\"one\": {\n\"password\": \"secret\"}}}",
                        "access.json, line 4: the password of user \"one\" is no bcrypt hash of a cost up to 14: write what"
                                + " `htpasswd -nB one` prints after the colon"),
                wrong(
                        "{\n" + OPEN + ",\n\"users\": {\"one\": {\"certificates\": [\n\"robot\"]}}}",
                        "access.json, line 4: \"robot\" is no certificate's subject; one is like CN=encoder,O=Example"),
                wrong(
                        "{\n" + OPEN + ",\n\"users\": {\"one\": {\"certificates\": [\"CN=a\"]},\n\"two\":"
                                + " {\"certificates\": [\"cn=A\"]}}}",
                        "access.json, line 4: the certificate of user \"two\" is that of user \"one\" already"),
                wrong(
                        "{\n" + OPEN + ",\n\"users\": {\"a:b\": {}}}",
                        "access.json, line 3: \"a:b\" can't be the name of a user: it is empty, begins with @, is *, or has"
                                + " a colon or a control character in it"),
                wrong(
                        "{\n" + OPEN + ",\n\"groups\": {\"@a\": []}}",
                        "access.json, line 3: \"@a\" can't be the name of a group: it is empty or begins with @, which is"
                                + " written in lists only"),
                wrong(
                        "{\n" + OPEN + ",\n\"groups\": {\"all\": [\n\"stranger\"]}}",
                        "access.json, line 4: in group \"all\": there is no user \"stranger\""),
                wrong(
                        "{\n" + OPEN + ",\n\"directories\": {\"/a/\": {\"read\": [\"stranger\"]}}}",
                        "access.json, line 3: there is no user \"stranger\""),
                wrong(
                        "{\n" + OPEN
                                + ",\n\"groups\": {\"all\": []},\n\"directories\": {\"/a/\": {\"read\": [\"all\"]}}}",
                        "access.json, line 4: there is no user \"all\"; the group of that name is written \"@all\""),
                wrong(
                        "{\n" + OPEN + ",\n\"directories\": {\"/a/\": {\"read\": [\"@all\"]}}}",
                        "access.json, line 3: there is no group \"all\""),
                wrong(
                        "{\n" + OPEN + ",\n\"directories\": {\"live/\": {}}}",
                        "access.json, line 3: the directory \"live/\" must begin and end with a slash"),
                wrong(
                        "{\n" + OPEN + ",\n\"directories\": {\"/live\": {}}}",
                        "access.json, line 3: the directory \"/live\" must begin and end with a slash"),
                wrong(
                        "{\n" + OPEN + ",\n\"directories\": {\"/a//b/\": {}}}",
                        "access.json, line 3: the directory \"/a//b/\" has an empty or dot segment, as no object's has"),
                wrong(
                        "{\n" + OPEN + ",\n\"directories\": {\"/\": {}}}",
                        "access.json, line 3: the directory \"/\" is everything: write its lists under \"default\""),
                wrong(
                        "{\n" + OPEN + ",\n\"directories\": {\"/a/\": {\"delete\": []}}}",
                        "access.json, line 3: directory \"/a/\" has no \"delete\"; known are read, write"),
                wrong(
                        "{\n" + OPEN + ",\n\"directories\": {\"/a/\": {\"read\": \"*\"}}}",
                        "access.json, line 3: \"read\" of directory \"/a/\" must be a list […]"),
                wrong(
                        "{\n" + OPEN + ",\n\"directories\": {\"/a/\": {\"read\": [1]}}}",
                        "access.json, line 3: an entry of \"read\" of directory \"/a/\" must be a text in quotation marks"),
                wrong(
                        "{\n" + OPEN + ",\n\"users\": {\"one\": {},\n\"one\": {}}}",
                        "access.json, line 4: this is not JSON: Duplicate field 'one'"),
                wrong("{\n" + OPEN + "}\n{}", "access.json, line 3: there is more after the closing brace"));
    }

    @Test
    void aFileThatIsCutOffIsToldWithItsLine() {
        assertEquals(
                "access.json, line 3: this is not JSON: Unexpected end-of-input within/between Object entries",
                assertThrows(InvalidRulesException.class, () -> parse("{\n" + OPEN + ",\n"))
                        .getMessage());
    }

    private static Arguments wrong(String text, String complaint) {
        return Arguments.of(text, complaint);
    }

    private static Rules parse(String text) {
        return RulesParser.parse(Path.of("access.json"), text.getBytes(StandardCharsets.UTF_8));
    }
}
