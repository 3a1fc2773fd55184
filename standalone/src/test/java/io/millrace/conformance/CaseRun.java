package io.millrace.conformance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.millrace.conformance.Request.Body;
import io.millrace.conformance.Request.Service;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One run of a case over one kind of wire, in a directory of its own. Ends with its calls' connections closed. */
final class CaseRun implements AutoCloseable {

    private static final long POLL_MS = 20;

    private final Client client;
    private final Services.Pair services;
    private final Wire wire;
    private final Words words;
    private final Map<String, Conversation> conversations = new LinkedHashMap<>();

    /** A call, and what it has heard of the answer in progress. */
    private static final class Conversation {

        private final Call call;
        private final Service service;
        private String method = "";
        private Heard.Head head;
        private boolean answerEnded;

        private Conversation(Call call, Service service) {
            this.call = call;
            this.service = service;
        }
    }

    CaseRun(Client client, Services.Pair services, Wire wire, String directory) {
        this.client = client;
        this.services = services;
        this.wire = wire;
        this.words = new Words(directory);
    }

    void run(List<Step> steps) throws IOException {
        for (Step step : steps) {
            try {
                run(step);
            } catch (AssertionError | IOException | RuntimeException e) {
                throw new AssertionError("at " + step + ":\n" + e.getMessage(), e);
            }
        }
        for (Conversation each : conversations.values()) {
            if (each.head != null && !each.answerEnded && each.head.status() >= 400) {
                body(each);
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (Conversation each : conversations.values()) {
            each.call.close();
        }
    }

    private void run(Step step) throws IOException {
        switch (step) {
            case Step.Given(String name, String content) -> give(name, content);
            case Step.Send(String name, Request request) -> send(name, request);
            case Step.Connect(String name, Service service) -> conversation(name, service);
            case Step.RawLine(String name, String line) -> raw(of(name), line);
            case Step.SendData(String name, String text) ->
                of(name).call.data(words.unescape(text).getBytes(UTF_8));
            case Step.SendEnd(String name) -> of(name).call.end();
            case Step.HangUp(String name) -> of(name).call.hangUp();
            case Step.HearHead(String name, List<Integer> statuses) -> hearHead(of(name), statuses);
            case Step.HearRefusal(String name) -> hearRefusal(of(name));
            case Step.HearHeader(String name, HeaderCheck check) -> check.check(of(name).head, words);
            case Step.HearChunk(String name, String text) -> hearChunk(of(name), text);
            case Step.HearBody(String name, String expected) -> {
                Conversation it = of(name);
                BodyCheck.check(it.head, body(it), expected, words);
            }
            case Step.HearEnd(String name) -> hearEnd(of(name));
            case Step.HearCutOff(String name) -> hearCutOff(of(name));
            case Step.HearClose(String name) -> of(name).call.awaitClose();
            case Step.Until(Request request, int status, String body) -> until(request, status, body);
        }
    }

    private void give(String name, String content) throws IOException {
        Request put = new Request(Service.INGEST, "PUT", name, List.of(), new Body.Sized(content));
        try (Call call = client.connect(wire, services.port(Service.INGEST, wire.tls()))) {
            call.send(expanded(put));
            if (!(call.next() instanceof Heard.Head head) || (head.status() != 201 && head.status() != 204)) {
                throw new AssertionError("the given object " + name + " was not taken");
            }
            if (head.header("ETag") != null) {
                words.learn("etag", head.header("ETag"));
            }
        }
    }

    private void send(String name, Request request) throws IOException {
        Conversation conversation = conversation(name, request.service());
        if (conversation.head != null && !conversation.answerEnded) {
            body(conversation);
        }
        conversation.method = request.method();
        conversation.answerEnded = false;
        conversation.head = null;
        conversation.call.send(expanded(request));
    }

    private void raw(Conversation conversation, String line) throws IOException {
        String text = words.unescape(line);
        boolean bare = text.endsWith("␊");
        String bytes = bare ? text.substring(0, text.length() - 1) + "\n" : text + "\r\n";
        conversation.call.raw(bytes.getBytes(ISO_8859_1));
        conversation.answerEnded = false;
        conversation.head = null;
        if (line.startsWith("HEAD ")) {
            conversation.method = "HEAD";
        }
    }

    private void hearHead(Conversation it, List<Integer> statuses) throws IOException {
        if (!(it.call.next() instanceof Heard.Head head)) {
            throw new AssertionError("expected " + statuses + ", but the call was cut off");
        }
        it.head = head;
        it.answerEnded = head.interim();
        if (!statuses.contains(head.status())) {
            byte[] body = head.interim() ? new byte[0] : body(it);
            throw new AssertionError(
                    "expected " + statuses + ", but heard\n" + head + "\n\n" + new String(body, UTF_8));
        }
        EveryAnswer.check(head, it.service, wire);
    }

    private void hearRefusal(Conversation it) throws IOException {
        Heard heard = it.call.next();
        if (heard instanceof Heard.Head head && (head.status() < 400 || head.status() >= 500)) {
            throw new AssertionError("expected a refusal, but heard\n" + head);
        }
    }

    private void hearChunk(Conversation it, String text) throws IOException {
        Heard heard = it.call.next();
        if (!(heard instanceof Heard.Data(byte[] bytes))) {
            throw new AssertionError("expected a chunk, but heard " + heard);
        }
        BodyCheck.check(it.head, bytes, text, words);
    }

    private void hearEnd(Conversation it) throws IOException {
        byte[] rest = body(it);
        if (rest.length > 0) {
            throw new AssertionError("expected the end, but heard " + new String(rest, UTF_8));
        }
    }

    private void hearCutOff(Conversation it) throws IOException {
        Heard heard = it.call.next();
        while (heard instanceof Heard.Data) {
            heard = it.call.next();
        }
        if (!(heard instanceof Heard.CutOff)) {
            throw new AssertionError("expected that it is cut off, but heard " + heard);
        }
        it.answerEnded = true;
    }

    /** The rest of the answer's body, which must end properly. */
    private byte[] body(Conversation it) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (!it.answerEnded) {
            switch (it.call.next()) {
                case Heard.Data(byte[] bytes) -> body.writeBytes(bytes);
                case Heard.End _ -> it.answerEnded = true;
                case Heard.CutOff(String how) -> throw new AssertionError("the body is cut off: " + how);
                case Heard.Head trailers -> throw new AssertionError("a head within a body:\n" + trailers);
            }
        }
        EveryAnswer.check(it.head, body.toByteArray(), it.method.equals("HEAD"));
        return body.toByteArray();
    }

    private void until(Request request, int status, String body) {
        await().atMost(Call.LIMIT_MS, TimeUnit.MILLISECONDS)
                .pollInterval(POLL_MS, TimeUnit.MILLISECONDS)
                .pollInSameThread()
                .untilAsserted(() -> ask(request, status, body));
    }

    private void ask(Request request, int status, String body) throws IOException {
        try (Call call = client.connect(wire, services.port(request.service(), wire.tls()))) {
            Conversation asked = new Conversation(call, request.service());
            asked.method = request.method();
            call.send(expanded(request));
            if (!(call.next() instanceof Heard.Head head)) {
                throw new AssertionError("no answer");
            }
            asked.head = head;
            // Of an object in progress, the head is all that is waited for.
            String heard = body == null && head.status() < 400 ? "" : new String(body(asked), UTF_8);
            if (head.status() != status || (body != null && !heard.equals(words.unescape(body)))) {
                throw new AssertionError("not what is waited for:\n" + head + "\n\n" + heard);
            }
        }
    }

    private Conversation conversation(String name, Service service) throws IOException {
        Conversation known = conversations.get(name);
        if (known == null) {
            known = new Conversation(client.connect(wire, services.port(service, wire.tls())), service);
            conversations.put(name, known);
        }
        return known;
    }

    private Conversation of(String name) {
        Conversation known = conversations.get(name);
        if (known == null) {
            throw new IllegalArgumentException("nothing was sent by " + name);
        }
        return known;
    }

    private Request expanded(Request request) {
        List<Heard.Header> headers = request.headers().stream()
                .map(header -> new Heard.Header(header.name(), words.unescape(header.value())))
                .toList();
        Body body = switch (request.body()) {
            case Body.Sized(String text) -> new Body.Sized(words.unescape(text));
            case Body.Chunked(List<String> texts) ->
                new Body.Chunked(texts.stream().map(words::unescape).toList());
            case Body.None none -> none;
            case Body.StaysOpen open -> open;
        };
        return new Request(request.service(), request.method(), words.target(request.target()), headers, body);
    }
}
