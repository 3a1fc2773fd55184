package io.millrace.conformance;

import io.millrace.conformance.Request.Service;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A row of a table of cases: one request and its answer. */
final class CaseTable {

    private static final String CALL = "it";
    private static final Pattern SPAN = Pattern.compile("`([^`]*)`");

    private CaseTable() {}

    static List<Step> steps(Map<String, String> row) {
        List<Step> steps = new ArrayList<>();
        row.forEach((column, cell) -> {
            List<String> spans =
                    SPAN.matcher(cell).results().map(span -> span.group(1)).toList();
            switch (column) {
                case "given" -> spans.forEach(span -> steps.add(given(span)));
                case "to the ingest" -> request(Service.INGEST, spans, steps);
                case "to the edge" -> request(Service.EDGE, spans, steps);
                case "lines to the ingest" -> lines(Service.INGEST, spans, steps);
                case "lines to the edge" -> lines(Service.EDGE, spans, steps);
                case "status" ->
                    steps.add(
                            cell.equals("refused")
                                    ? new Step.HearRefusal(CALL)
                                    : new Step.HearHead(CALL, statuses(cell)));
                case "headers" -> spans.forEach(span -> steps.add(new Step.HearHeader(CALL, HeaderCheck.parse(span))));
                case "body" -> spans.forEach(span -> steps.add(new Step.HearBody(CALL, span)));
                case "afterwards" -> spans.forEach(span -> steps.add(afterwards(span)));
                default -> throw new IllegalArgumentException("no column of a case: " + column);
            }
        });
        return steps;
    }

    static List<Integer> statuses(String text) {
        return Arrays.stream(text.split(",\\s*", -1)).map(Integer::valueOf).toList();
    }

    static Step given(String text) {
        int colon = text.indexOf(": ");
        return new Step.Given(text.substring(0, colon), text.substring(colon + 2));
    }

    private static void request(Service service, List<String> spans, List<Step> steps) {
        steps.add(new Step.Send(CALL, RequestLines.parse(service, spans)));
    }

    private static void lines(Service service, List<String> spans, List<Step> steps) {
        steps.add(new Step.Connect(CALL, service));
        spans.forEach(span -> steps.add(new Step.RawLine(CALL, span.equals("⏎") ? "" : span)));
    }

    /** {@code name: content} or {@code name: 404}, asked of the edge. */
    private static Step afterwards(String text) {
        int colon = text.indexOf(": ");
        Request get = RequestLines.parse(Service.EDGE, List.of("GET " + text.substring(0, colon)));
        String expected = text.substring(colon + 2);
        return expected.matches("[45][0-9][0-9]")
                ? new Step.Until(get, Integer.parseInt(expected), null)
                : new Step.Until(get, 200, expected);
    }
}
