package io.millrace.control.rest;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.Durations;
import com.google.rpc.Code;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.millrace.wire.Exchange;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;

/** Errors of the API as answers of HTTP. */
final class RestErrors {

    /** nginx's, as the API's conventions have it: who asked has gone. */
    private static final HttpResponseStatus CLIENT_CLOSED = new HttpResponseStatus(499, "Client Closed Request");

    private RestErrors() {}

    /** As google/rpc/code.proto maps them. */
    static HttpResponseStatus httpStatus(int code) {
        Code known = Code.forNumber(code);
        return switch (known == null ? Code.UNKNOWN : known) {
            case OK -> HttpResponseStatus.OK;
            case CANCELLED -> CLIENT_CLOSED;
            case INVALID_ARGUMENT, FAILED_PRECONDITION, OUT_OF_RANGE -> HttpResponseStatus.BAD_REQUEST;
            case UNAUTHENTICATED -> HttpResponseStatus.UNAUTHORIZED;
            case PERMISSION_DENIED -> HttpResponseStatus.FORBIDDEN;
            case NOT_FOUND -> HttpResponseStatus.NOT_FOUND;
            case ALREADY_EXISTS, ABORTED -> HttpResponseStatus.CONFLICT;
            case RESOURCE_EXHAUSTED -> HttpResponseStatus.TOO_MANY_REQUESTS;
            case UNIMPLEMENTED -> HttpResponseStatus.NOT_IMPLEMENTED;
            case UNAVAILABLE -> HttpResponseStatus.SERVICE_UNAVAILABLE;
            case DEADLINE_EXCEEDED -> HttpResponseStatus.GATEWAY_TIMEOUT;
            case UNKNOWN, INTERNAL, DATA_LOSS, UNRECOGNIZED -> HttpResponseStatus.INTERNAL_SERVER_ERROR;
        };
    }

    static void respond(Exchange exchange, StatusRuntimeException error) {
        Status status = StatusProto.fromThrowable(error);
        HttpHeaders headers = new DefaultHttpHeaders();
        if (status.getCode() == Code.UNAUTHENTICATED.getNumber()) {
            headers.set(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer realm=\"millrace\"");
        }
        for (Any detail : status.getDetailsList()) {
            if (detail.is(RetryInfo.class)) {
                headers.set(HttpHeaderNames.RETRY_AFTER, retrySeconds(detail));
            }
        }
        respond(exchange, httpStatus(status.getCode()), status, headers);
    }

    /** An error of HTTP itself. */
    static void respond(Exchange exchange, HttpResponseStatus http, Code code, String message, HttpHeaders headers) {
        Status status = Status.newBuilder()
                .setCode(code.getNumber())
                .setMessage(message)
                .build();
        respond(exchange, http, status, headers);
    }

    private static void respond(Exchange exchange, HttpResponseStatus http, Status status, HttpHeaders headers) {
        headers.set(HttpHeaderNames.CONTENT_TYPE, "application/json");
        headers.set(HttpHeaderNames.CACHE_CONTROL, "no-store");
        exchange.respond(
                http, headers, Unpooled.copiedBuffer(Json.error(status, http.code()) + "\n", StandardCharsets.UTF_8));
    }

    private static long retrySeconds(Any detail) {
        try {
            return Math.max(
                    1, Durations.toSeconds(detail.unpack(RetryInfo.class).getRetryDelay()));
        } catch (InvalidProtocolBufferException e) {
            return 1;
        }
    }
}
