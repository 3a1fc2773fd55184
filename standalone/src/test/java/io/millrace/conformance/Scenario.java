package io.millrace.conformance;

import io.millrace.conformance.Request.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A block of several calls: a line a step. */
final class Scenario {

    private static final Pattern REQUEST = Pattern.compile("(\\w+) > (ingest|edge) (.*)");
    private static final Pattern CONNECT = Pattern.compile("(\\w+) > connects to (?:the )?(ingest|edge)");
    private static final Pattern RAW = Pattern.compile("(\\w+) \\| ?(.*)");
    private static final Pattern SENT = Pattern.compile("(\\w+) > (.*)");
    private static final Pattern HEARD = Pattern.compile("(\\w+) < (.*)");
    private static final Pattern UNTIL = Pattern.compile("until (ingest|edge) (\\S+ \\S+) is (?:\"(.*)\"|(\\d+))");

    private final List<String> lines;
    private final List<Step> steps = new ArrayList<>();
    private int at;

    Scenario(List<String> lines) {
        this.lines = lines;
    }

    List<Step> steps() {
        while (at < lines.size()) {
            String line = lines.get(at++);
            if (!line.isBlank()) {
                step(line);
            }
        }
        return steps;
    }

    private void step(String line) {
        Matcher raw = RAW.matcher(line);
        Matcher until = UNTIL.matcher(line);
        Matcher connect = CONNECT.matcher(line);
        Matcher request = REQUEST.matcher(line);
        Matcher sent = SENT.matcher(line);
        Matcher heard = HEARD.matcher(line);
        if (raw.matches()) {
            steps.add(new Step.RawLine(raw.group(1), raw.group(2)));
        } else if (line.startsWith("given ")) {
            steps.add(CaseTable.given(line.substring("given ".length())));
        } else if (until.matches()) {
            Request asked = RequestLines.parse(service(until.group(1)), List.of(until.group(2)));
            int status = until.group(4) == null ? 200 : Integer.parseInt(until.group(4));
            steps.add(new Step.Until(asked, status, until.group(3)));
        } else if (connect.matches()) {
            steps.add(new Step.Connect(connect.group(1), service(connect.group(2))));
        } else if (request.matches()) {
            List<String> asked = new ArrayList<>(List.of(request.group(3)));
            while (at < lines.size() && lines.get(at).startsWith(" ")) {
                asked.add(lines.get(at++).strip());
            }
            steps.add(new Step.Send(request.group(1), RequestLines.parse(service(request.group(2)), asked)));
        } else if (sent.matches()) {
            steps.add(sent(sent.group(1), sent.group(2)));
        } else if (heard.matches()) {
            steps.add(heard(heard.group(1), heard.group(2)));
        } else {
            throw new IllegalArgumentException("no step of a scenario: " + line);
        }
    }

    private static Step sent(String call, String what) {
        if (what.startsWith("chunk ")) {
            return new Step.SendData(call, what.substring("chunk ".length()));
        }
        return switch (what) {
            case "end" -> new Step.SendEnd(call);
            case "hangs up" -> new Step.HangUp(call);
            default -> throw new IllegalArgumentException("nothing that is sent: " + what);
        };
    }

    private static Step heard(String call, String what) {
        if (what.matches("\\d{3}(, \\d{3})*")) {
            return new Step.HearHead(call, CaseTable.statuses(what));
        }
        if (what.startsWith("chunk ")) {
            return new Step.HearChunk(call, what.substring("chunk ".length()));
        }
        if (what.startsWith("body ")) {
            return new Step.HearBody(call, what.substring("body ".length()));
        }
        return switch (what) {
            case "end" -> new Step.HearEnd(call);
            case "cut off" -> new Step.HearCutOff(call);
            case "closed" -> new Step.HearClose(call);
            case "refused" -> new Step.HearRefusal(call);
            default -> new Step.HearHeader(call, HeaderCheck.parse(what));
        };
    }

    private static Service service(String name) {
        return name.equals("ingest") ? Service.INGEST : Service.EDGE;
    }
}
