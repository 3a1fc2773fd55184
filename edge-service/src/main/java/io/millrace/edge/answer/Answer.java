package io.millrace.edge.answer;

import io.millrace.wire.Problem;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;
import java.util.Optional;

/**
 * How a GET or HEAD of a representation that is there as a whole is answered: preconditions, ranges and headers of RFC
 * 9110. Pure: it reads and sends no byte of a body, so that objects in memory and files are answered alike.
 */
public sealed interface Answer {

    /** Without a body: 304, any answer to HEAD, or 200 of a representation without a byte. */
    record Bare(HttpResponseStatus status, HttpHeaders headers) implements Answer {}

    /** With a body, whose length the headers tell: 200 or 206. */
    record Content(HttpResponseStatus status, HttpHeaders headers, List<Part> parts) implements Answer {}

    /** 412 or 416. */
    record Refusal(Problem problem) implements Answer {}

    /**
     * Answers a request.
     *
     * @param method GET or HEAD; HEAD is told what GET would be, ranges included, as RFC 8673 asks with it
     * @param request the request's headers
     * @param headers what every answer carries, also 304: CORS, {@code Cache-Control}, {@code Vary}; taken over
     */
    static Answer to(HttpMethod method, HttpHeaders request, Representation representation, HttpHeaders headers) {
        Validators validators = representation.validators();
        return switch (Preconditions.check(request, validators)) {
            case FAILED -> failed(headers);
            case NOT_MODIFIED -> {
                validate(headers, validators);
                yield new Bare(HttpResponseStatus.NOT_MODIFIED, headers);
            }
            case PROCEED -> {
                Optional<ByteRanges> ranges =
                        ByteRanges.of(request).filter(asked -> Preconditions.rangeCounts(request, validators));
                yield ranges.isEmpty()
                        ? whole(method, representation, headers)
                        : selected(method, ranges.orElseThrow(), representation, headers);
            }
        };
    }

    /** The 412 of a request whose preconditions fail. */
    static Refusal failed(HttpHeaders headers) {
        return refusal(HttpResponseStatus.PRECONDITION_FAILED, "the object is another one by now", headers);
    }

    /** The 416 of a range of what has no length yet. */
    static Refusal unsatisfiable(String detail, HttpHeaders headers) {
        return refusal(HttpResponseStatus.REQUESTED_RANGE_NOT_SATISFIABLE, detail, headers);
    }

    private static Refusal unsatisfiable(long length, HttpHeaders headers) {
        Refusal refusal = unsatisfiable("the range is not within the object's " + length + " bytes", headers);
        refusal.problem().with(HttpHeaderNames.CONTENT_RANGE, "bytes */" + length);
        return refusal;
    }

    private static Answer selected(
            HttpMethod method, ByteRanges ranges, Representation representation, HttpHeaders headers) {
        return switch (ranges.within(representation.length())) {
            case ByteRanges.Selection.Whole whole -> whole(method, representation, headers);
            case ByteRanges.Selection.Unsatisfiable nothing -> unsatisfiable(representation.length(), headers);
            case ByteRanges.Selection.Parts parts -> partial(method, parts.ranges(), representation, headers);
        };
    }

    private static Answer whole(HttpMethod method, Representation representation, HttpHeaders headers) {
        describe(headers, representation);
        headers.set(HttpHeaderNames.CONTENT_TYPE, representation.contentType());
        headers.set(HttpHeaderNames.CONTENT_LENGTH, representation.length());
        if (method.equals(HttpMethod.HEAD) || representation.length() == 0) {
            return new Bare(HttpResponseStatus.OK, headers);
        }
        return new Content(
                HttpResponseStatus.OK, headers, List.of(new Part.Slice(new ByteRange(0, representation.length()))));
    }

    private static Answer partial(
            HttpMethod method, List<ByteRange> ranges, Representation representation, HttpHeaders headers) {
        describe(headers, representation);
        List<Part> parts;
        if (ranges.size() == 1) {
            ByteRange range = ranges.getFirst();
            headers.set(HttpHeaderNames.CONTENT_TYPE, representation.contentType());
            headers.set(HttpHeaderNames.CONTENT_RANGE, range.contentRange(representation.length()));
            headers.set(HttpHeaderNames.CONTENT_LENGTH, range.length());
            parts = List.of(new Part.Slice(range));
        } else {
            Multipart multipart = Multipart.of(ranges, representation);
            headers.set(HttpHeaderNames.CONTENT_TYPE, multipart.contentType());
            headers.set(HttpHeaderNames.CONTENT_LENGTH, multipart.length());
            parts = multipart.parts();
        }
        return method.equals(HttpMethod.HEAD)
                ? new Bare(HttpResponseStatus.PARTIAL_CONTENT, headers)
                : new Content(HttpResponseStatus.PARTIAL_CONTENT, headers, parts);
    }

    private static void describe(HttpHeaders headers, Representation representation) {
        validate(headers, representation.validators());
        headers.set(HttpHeaderNames.ACCEPT_RANGES, "bytes");
        representation.others().forEach(headers::set);
    }

    private static void validate(HttpHeaders headers, Validators validators) {
        validators.etag().ifPresent(etag -> headers.set(HttpHeaderNames.ETAG, etag));
        validators.lastModified().ifPresent(date -> headers.set(HttpHeaderNames.LAST_MODIFIED, date));
    }

    /** A refusal is not to be cached, whatever the representation's own policy is. */
    private static Refusal refusal(HttpResponseStatus status, String detail, HttpHeaders headers) {
        Problem problem = Problem.of(status, detail);
        headers.remove(HttpHeaderNames.CACHE_CONTROL);
        headers.remove("CDN-Cache-Control");
        problem.headers().add(headers);
        return new Refusal(problem);
    }
}
