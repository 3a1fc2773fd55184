package io.millrace.conformance;

import io.millrace.conformance.Request.Body;
import io.millrace.conformance.Request.Service;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A request as lines: method and name, headers, and the body in quotes. */
final class RequestLines {

    private RequestLines() {}

    static Request parse(Service service, List<String> lines) {
        String first = lines.getFirst();
        Body body = new Body.None();
        if (first.endsWith(" ...")) {
            body = new Body.StaysOpen();
            first = first.substring(0, first.length() - 4);
        }
        int space = first.indexOf(' ');
        List<Heard.Header> headers = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            if (line.startsWith("\"")) {
                body = body(line);
            } else {
                headers.add(header(line));
            }
        }
        return new Request(service, first.substring(0, space), first.substring(space + 1), headers, body);
    }

    private static Heard.Header header(String line) {
        int colon = line.indexOf(':');
        return new Heard.Header(
                line.substring(0, colon), line.substring(colon + 1).strip());
    }

    /** {@code "all"} with its length, {@code "one" + "two"} in chunks, {@code chunked ""} in no chunk but the last. */
    private static Body body(String line) {
        List<String> texts = Arrays.stream(line.split(" \\+ ", -1))
                .map(text -> text.substring(1, text.length() - 1))
                .toList();
        if (texts.size() == 1) {
            return new Body.Sized(texts.getFirst());
        }
        return new Body.Chunked(texts.stream().filter(text -> !text.isEmpty()).toList());
    }
}
