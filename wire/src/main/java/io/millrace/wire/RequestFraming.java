package io.millrace.wire;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.util.List;
import java.util.Optional;

/**
 * What an HTTP/1.1 request's head must be like, so that nobody on its way can take its body for longer or shorter than
 * this server does (RFC 9112, sections 3.2, 6.1 and 6.3).
 */
final class RequestFraming {

    private RequestFraming() {}

    /** Why a request is refused before its body is looked at. */
    static Optional<Problem> problem(HttpRequest request) {
        HttpHeaders headers = request.headers();
        boolean http10 = request.protocolVersion().equals(HttpVersion.HTTP_1_0);
        List<String> codings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
        if (!http10 && headers.getAll(HttpHeaderNames.HOST).size() != 1) {
            return refused("it must have one Host header");
        }
        if (codings.isEmpty()) {
            return Optional.empty();
        }
        if (http10 || headers.contains(HttpHeaderNames.CONTENT_LENGTH)) {
            return refused("it has a Transfer-Encoding where there may be none");
        }
        if (codings.size() != 1
                || !HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(
                        codings.getFirst().strip())) {
            return Optional.of(Problem.of(
                    HttpResponseStatus.NOT_IMPLEMENTED, "the only Transfer-Encoding that is known here is chunked"));
        }
        return Optional.empty();
    }

    private static Optional<Problem> refused(String reason) {
        return Optional.of(Problem.of(HttpResponseStatus.BAD_REQUEST, "the request is not proper HTTP/1.1: " + reason));
    }
}
