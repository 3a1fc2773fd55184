package io.millrace.conformance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.luben.zstd.ZstdInputStream;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/** Compares a body with what a case expects. */
final class BodyCheck {

    private static final int MOST_SHOWN = 2_000;
    private static final Pattern BOUNDARY = Pattern.compile("multipart/byteranges;\\s*boundary=\"?([^\";]+)\"?");

    private BodyCheck() {}

    static void check(Heard.Head head, byte[] body, String expected, Words words) throws IOException {
        if (expected.equals("-")) {
            require(body.length == 0, expected, body);
        } else if (expected.startsWith("~")) {
            Pattern pattern = Pattern.compile(words.expand(expected.substring(1)), Pattern.DOTALL);
            require(pattern.matcher(new String(body, UTF_8)).matches(), expected, body);
        } else if (expected.startsWith("gzip: ")) {
            same(new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes(), expected, words);
        } else if (expected.startsWith("zstd: ")) {
            same(new ZstdInputStream(new ByteArrayInputStream(body)).readAllBytes(), expected, words);
        } else if (expected.startsWith("json: ")) {
            JsonObject members = new JsonObject(words.expand(expected.substring("json: ".length())));
            JsonObject heard = new JsonObject(new String(body, UTF_8));
            require(
                    members.stream().allMatch(member -> member.getValue().equals(heard.getValue(member.getKey()))),
                    expected,
                    body);
        } else if (expected.startsWith("parts: ")) {
            String parts = parts(head, new String(body, ISO_8859_1));
            if (!parts.equals(words.unescape(expected.substring("parts: ".length())))) {
                throw new AssertionError("expected " + expected + ", but heard parts: " + parts);
            }
        } else {
            require(java.util.Arrays.equals(body, words.unescape(expected).getBytes(UTF_8)), expected, body);
        }
    }

    private static void same(byte[] decoded, String expected, Words words) {
        String text = expected.substring(expected.indexOf(' ') + 1);
        require(new String(decoded, UTF_8).equals(words.unescape(text)), expected, decoded);
    }

    /** The parts of RFC 9110, section 14.6, each as its type, its Content-Range and its bytes. */
    private static String parts(Heard.Head head, String body) {
        Matcher type = BOUNDARY.matcher(String.valueOf(head.header("Content-Type")));
        if (!type.matches()) {
            throw new AssertionError("not several parts:\n" + head);
        }
        String boundary = "--" + type.group(1);
        String[] pieces = ("\r\n" + body).split(Pattern.quote("\r\n" + boundary), -1);
        require(
                pieces.length > 2 && pieces[pieces.length - 1].startsWith("--"),
                "a closing boundary",
                body.getBytes(UTF_8));
        List<String> parts = new ArrayList<>();
        for (int i = 1; i < pieces.length - 1; i++) {
            int empty = pieces[i].indexOf("\r\n\r\n");
            String lines = pieces[i].substring(0, empty + 2);
            parts.add(value(lines, "content-type") + " " + value(lines, "content-range") + " "
                    + pieces[i].substring(empty + 4));
        }
        return String.join(" + ", parts);
    }

    private static String value(String lines, String name) {
        return lines.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse("-");
    }

    private static void require(boolean so, String expected, byte[] body) {
        if (!so) {
            String heard = new String(body, UTF_8);
            String shown = heard.length() > MOST_SHOWN ? heard.substring(0, MOST_SHOWN) + "…" : heard;
            throw new AssertionError(
                    "expected the body " + expected + ", but heard " + body.length + " bytes: " + shown);
        }
    }
}
