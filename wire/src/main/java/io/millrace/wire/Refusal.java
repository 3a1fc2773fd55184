package io.millrace.wire;

import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;

/**
 * What is answered, and counted, where a request is refused before a service sees it.
 *
 * @param limit what it is counted under
 */
record Refusal(Limit limit, Problem problem) {

    /** For what Netty's decoder, or ours, has found. */
    static Refusal of(Throwable cause) {
        return switch (cause) {
            case TooLongHttpLineException line ->
                new Refusal(
                        Limit.LINE_BYTES,
                        Problem.of(HttpResponseStatus.REQUEST_URI_TOO_LONG, "the request's line is too long"));
            case TooLongHttpHeaderException headers ->
                new Refusal(
                        Limit.HEADER_BYTES,
                        Problem.of(
                                HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
                                "the request's headers are too long"));
            case RequestLine.UnknownVersionException version ->
                new Refusal(
                        Limit.SYNTAX, Problem.of(HttpResponseStatus.HTTP_VERSION_NOT_SUPPORTED, version.getMessage()));
            default ->
                new Refusal(
                        Limit.SYNTAX,
                        Problem.of(
                                HttpResponseStatus.BAD_REQUEST,
                                "the request is not proper HTTP/1.1: " + cause.getMessage()));
        };
    }

    static Refusal slowHead() {
        return new Refusal(
                Limit.HEADER_TIMEOUT,
                Problem.of(HttpResponseStatus.REQUEST_TIMEOUT, "the request's head took too long"));
    }

    /** Stands for a request of which too little is known. */
    static HttpRequest unknownRequest() {
        return new DefaultHttpRequest(HttpVersion.HTTP_1_0, HttpMethod.GET, "/bad-request");
    }
}
