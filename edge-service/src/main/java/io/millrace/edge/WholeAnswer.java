package io.millrace.edge;

import io.millrace.edge.answer.Answer;
import io.millrace.edge.answer.Preconditions;
import io.millrace.edge.answer.Representation;
import io.millrace.edge.answer.Validators;
import io.millrace.edge.encoding.AcceptEncoding;
import io.millrace.edge.encoding.Compressible;
import io.millrace.edge.encoding.ContentCoding;
import io.millrace.wire.Exchange;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * The answer with an object whose length is known: as it is, or compressed where it is a text and the client takes that.
 * Owned by the event loop of its exchange.
 */
final class WholeAnswer {

    /** What is larger is sent as it is: a compressed body is sent in one piece. */
    private static final long MOST_CODED_BYTES = 4L << 20;

    private final ObjectRequest request;
    private final Exchange exchange;
    private final LiveObject object;
    private final HttpHeaders headers;

    /** @param object with a reference that passes to the answer */
    WholeAnswer(ObjectRequest request, LiveObject object) {
        this.request = request;
        this.exchange = request.exchange();
        this.object = object;
        this.headers = request.headers();
    }

    void send() {
        request.caching().tell(headers, object, request.restricted());
        request.tellHeld(headers);
        if (!Compressible.type(object.headers().contentType())) {
            sendAsItIs();
            return;
        }
        headers.add(HttpHeaderNames.VARY, HttpHeaderNames.ACCEPT_ENCODING);
        // Ranges are of the bytes that the publisher has sent: a player counts in these.
        ContentCoding coding = exchange.headers().contains(HttpHeaderNames.RANGE)
                ? ContentCoding.IDENTITY
                : AcceptEncoding.choose(exchange.headers(), object.headers().contentType(), object.length());
        if (coding == ContentCoding.IDENTITY || object.length() > MOST_CODED_BYTES) {
            sendAsItIs();
        } else {
            sendCoded(coding);
        }
    }

    private void sendAsItIs() {
        Answer answer = Answer.to(
                exchange.method(),
                exchange.headers(),
                new Representation(
                        object.validators(), object.headers().contentType(), object.length(), others(object)),
                headers);
        if (answer instanceof Answer.Content content) {
            exchange.begin(content.status(), content.headers());
            Reader.of(request, object, content.parts()).start();
        } else {
            object.release();
            request.sendBare(answer);
        }
    }

    private void sendCoded(ContentCoding coding) {
        Validators plain = object.validators();
        Validators validators = plain.withEtag(coding.etag(plain.etag().orElseThrow()));
        boolean needed = Preconditions.check(exchange.headers(), validators) == Preconditions.Outcome.PROCEED;
        if (needed) {
            // An object that comes from Redis just now has to be there as a whole first.
            new Awaited(exchange, object, object::ended, () -> code(coding, validators)).start();
        } else {
            object.release();
            request.sendBare(answer(validators, coding, object.length()));
        }
    }

    private void code(ContentCoding coding, Validators validators) {
        Optional<CompletableFuture<byte[]>> form = request.serving().objects().coded(object, coding);
        if (form.isEmpty()) {
            sendAsItIs(); // not all of it is in memory
        } else if (form.orElseThrow().isDone()) {
            coded(form.orElseThrow(), coding, validators);
        } else {
            form.orElseThrow()
                    .whenComplete((bytes, failure) ->
                            request.serving().later(exchange, () -> coded(form.orElseThrow(), coding, validators)));
        }
    }

    private void coded(CompletableFuture<byte[]> form, ContentCoding coding, Validators validators) {
        if (exchange.responded()) {
            object.release(); // the client went away meanwhile
            return;
        }
        if (form.isCompletedExceptionally()) {
            sendAsItIs();
            return;
        }
        object.release();
        byte[] bytes = form.join();
        Answer answer = answer(validators, coding, bytes.length);
        if (answer instanceof Answer.Content content) {
            request.serving().counters().bytes.add(bytes.length);
            request.answered(bytes.length);
            exchange.respond(content.status(), content.headers(), Unpooled.wrappedBuffer(bytes));
        } else {
            request.sendBare(answer);
        }
    }

    private Answer answer(Validators validators, ContentCoding coding, long length) {
        Map<String, String> others = new TreeMap<>(others(object));
        others.put("content-encoding", coding.token());
        return Answer.to(
                exchange.method(),
                exchange.headers(),
                new Representation(validators, object.headers().contentType(), length, others),
                headers);
    }

    /** What the publisher said besides the type, but for what the cache policy has made use of. */
    static Map<String, String> others(LiveObject object) {
        Map<String, String> others = object.headers().others();
        if (others.isEmpty()) {
            return others;
        }
        Map<String, String> told = new TreeMap<>(others);
        told.remove(CachePolicy.CACHE_CONTROL);
        told.remove(CachePolicy.CDN_CACHE_CONTROL);
        return told;
    }
}
