package io.millrace.edge;

import io.millrace.edge.answer.Answer;
import io.millrace.edge.answer.ByteRange;
import io.millrace.edge.answer.ByteRanges;
import io.millrace.edge.answer.ByteRanges.Asked;
import io.millrace.edge.answer.Part;
import io.millrace.edge.answer.Preconditions;
import io.millrace.edge.answer.Validators;
import io.millrace.wire.Exchange;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;
import java.util.Optional;

/**
 * The answer with an object whose upload is in progress: what there is and what comes, or a range of it (RFC 8673).
 * There is nothing yet that it could be recognised by: no entity tag, no date. Owned by the event loop of its exchange.
 */
final class GrowingAnswer {

    /** Told to a client that names no last byte; the largest number that every client can hold. */
    private static final long LAST_OF_ALL = (1L << 53) - 1;

    /** A last byte that is so far ahead means whatever will come: no segment is that long. */
    private static final long FAR_BYTES = 1L << 30;

    private final ObjectRequest request;
    private final Exchange exchange;
    private final LiveObject object;
    private final boolean head;

    /** @param object with a reference that passes to the answer */
    GrowingAnswer(ObjectRequest request, LiveObject object) {
        this.request = request;
        this.exchange = request.exchange();
        this.object = object;
        this.head = exchange.method().equals(HttpMethod.HEAD);
    }

    void send() {
        switch (Preconditions.check(exchange.headers(), Validators.NONE)) {
            case FAILED -> refuse(Answer.failed(headers()));
            case NOT_MODIFIED -> bare(HttpResponseStatus.NOT_MODIFIED, headers());
            case PROCEED -> {
                // Several ranges of what has no length yet are ignored: the length of their answer could not be told.
                Optional<Asked> range = ByteRanges.of(exchange.headers())
                        .filter(ranges -> ranges.asked().size() == 1)
                        .filter(ranges -> Preconditions.rangeCounts(exchange.headers(), Validators.NONE))
                        .map(ranges -> ranges.asked().getFirst());
                if (range.isEmpty()) {
                    sendWhole();
                } else {
                    send(range.orElseThrow());
                }
            }
        }
    }

    private void sendWhole() {
        HttpHeaders headers = described();
        if (head) {
            bare(HttpResponseStatus.OK, headers);
            return;
        }
        exchange.begin(HttpResponseStatus.OK, headers);
        Reader.live(request, object, 0, Long.MAX_VALUE).start();
    }

    private void send(Asked range) {
        switch (range) {
            case Asked.Suffix suffix ->
                refuse(Answer.unsatisfiable("where the object will end is not known yet", headers()));
            case Asked.Open open -> await(new GrowingRange(open.first(), LAST_OF_ALL, true));
            case Asked.Closed closed ->
                await(new GrowingRange(closed.first(), closed.last(), closed.last() - object.written() > FAR_BYTES));
        }
    }

    /** Until the range can be answered; at once where it can. */
    private void await(GrowingRange range) {
        if (!range.isThere(object)) {
            request.waits();
        }
        new Awaited(exchange, object, () -> range.isThere(object), () -> there(range)).start();
    }

    private void there(GrowingRange range) {
        if (object.length() >= 0) {
            new WholeAnswer(request, object).send(); // it has been completed meanwhile
        } else if (object.aborted()) {
            object.release();
            request.cutOff();
        } else if (range.first() < object.heldFrom()) {
            findOldest(range);
        } else {
            answer(range);
        }
    }

    /** Of an endless upload Redis keeps the newest bytes only: a range of what it has let go begins with the oldest. */
    private void findOldest(GrowingRange range) {
        request.serving()
                .log()
                .read(object.path(), object.generation(), range.first(), 1)
                .whenComplete((page, failure) -> {
                    long oldest = range.first();
                    if (page != null && !page.chunks().isEmpty()) {
                        oldest = Math.max(oldest, page.chunks().getFirst().start());
                        page.chunks().forEach(chunk -> chunk.bytes().release());
                    }
                    GrowingRange kept = range.from(oldest);
                    request.serving().later(exchange, () -> {
                        if (exchange.responded()) {
                            object.release(); // the client went away meanwhile
                        } else {
                            answer(kept);
                        }
                    });
                });
    }

    private void answer(GrowingRange range) {
        Optional<ByteRange> bytes = range.within(object);
        if (bytes.isEmpty()) {
            refuse(Answer.unsatisfiable("the range is not within what there is of the object", headers()));
        } else if (range.live() && !head) {
            sendLive(range);
        } else {
            sendClosed(range, bytes.orElseThrow());
        }
    }

    private void sendLive(GrowingRange range) {
        HttpHeaders headers = described();
        headers.set(HttpHeaderNames.CONTENT_RANGE, "bytes " + range.first() + '-' + range.last() + "/*");
        // A cache that knows nothing of RFC 8673 would take the last byte for one that it has.
        request.caching().tellNone(headers);
        exchange.begin(HttpResponseStatus.PARTIAL_CONTENT, headers);
        long to = range.last() == Long.MAX_VALUE ? Long.MAX_VALUE : range.last() + 1;
        Reader.live(request, object, range.first(), to).start();
    }

    private void sendClosed(GrowingRange range, ByteRange bytes) {
        HttpHeaders headers = described();
        headers.set(HttpHeaderNames.CONTENT_RANGE, "bytes " + bytes.from() + '-' + (bytes.to() - 1) + "/*");
        if (range.live()) {
            request.caching().tellNone(headers); // as of a GET; and it tells how far the upload is just now
        } else {
            request.caching().tellPart(headers, object, request.restricted());
            headers.set(HttpHeaderNames.CONTENT_LENGTH, bytes.length());
        }
        if (head) {
            bare(HttpResponseStatus.PARTIAL_CONTENT, headers);
            return;
        }
        exchange.begin(HttpResponseStatus.PARTIAL_CONTENT, headers);
        Reader.of(request, object, List.of(new Part.Slice(bytes))).start();
    }

    private HttpHeaders headers() {
        HttpHeaders headers = request.headers();
        request.caching().tell(headers, object, request.restricted());
        request.tellHeld(headers);
        return headers;
    }

    private HttpHeaders described() {
        HttpHeaders headers = headers();
        headers.set(HttpHeaderNames.CONTENT_TYPE, object.headers().contentType());
        headers.set(HttpHeaderNames.ACCEPT_RANGES, "bytes");
        WholeAnswer.others(object).forEach(headers::set);
        return headers;
    }

    private void bare(HttpResponseStatus status, HttpHeaders headers) {
        object.release();
        request.sendBare(new Answer.Bare(status, headers));
    }

    private void refuse(Answer.Refusal refusal) {
        object.release();
        request.sendBare(refusal);
    }
}
