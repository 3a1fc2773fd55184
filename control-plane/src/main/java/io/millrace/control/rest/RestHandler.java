package io.millrace.control.rest;

import com.google.protobuf.Message;
import com.google.rpc.Code;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.millrace.control.caller.RestPeer;
import io.millrace.control.rest.RestApi.Matched;
import io.millrace.wire.Exchange;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** Calls of the API over HTTP: any method that has an annotation for it. */
final class RestHandler {

    private static final long DEADLINE_SECONDS = 30;
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final RestApi api;
    private final Channel channel;

    RestHandler(RestApi api, Channel channel) {
        this.api = api;
        this.channel = channel;
    }

    /** On the event loop of the exchange. */
    void handle(Exchange exchange) {
        String verb = exchange.method().name();
        Matched matched = api.find(verb, exchange.path()).orElse(null);
        if (matched == null) {
            refuse(exchange);
        } else if (verb.equals("HEAD") && matched.binding().streams()) {
            // It would never end.
            notAllowed(exchange, Set.of("GET"));
        } else if (matched.binding().body().isEmpty()) {
            call(exchange, matched, new byte[0]);
        } else if (!isJson(exchange.headers().get(HttpHeaderNames.CONTENT_TYPE))) {
            RestErrors.respond(
                    exchange,
                    HttpResponseStatus.UNSUPPORTED_MEDIA_TYPE,
                    Code.INVALID_ARGUMENT,
                    "the body must be application/json",
                    new DefaultHttpHeaders());
        } else {
            exchange.receive(new JsonBody(
                    body -> call(exchange, matched, body),
                    () -> RestErrors.respond(
                            exchange,
                            HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE,
                            Code.INVALID_ARGUMENT,
                            "the body is longer than " + JsonBody.MOST_BYTES + " bytes",
                            new DefaultHttpHeaders())));
        }
    }

    private void call(Exchange exchange, Matched matched, byte[] body) {
        Message request;
        try {
            request = RequestReader.read(matched, exchange.query(), body);
        } catch (StatusRuntimeException e) {
            RestErrors.respond(exchange, e);
            return;
        }
        boolean streams = matched.binding().streams();
        CallOptions options = streams
                ? CallOptions.DEFAULT
                : CallOptions.DEFAULT.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
        LineFormat lines = streams ? LineFormat.accepted(exchange.headers().get(HttpHeaderNames.ACCEPT)) : null;
        new RestCall(exchange, channel.newCall(matched.binding().method(), options), lines)
                .start(request, metadata(exchange));
    }

    private static Metadata metadata(Exchange exchange) {
        Metadata metadata = new Metadata();
        String authorization = exchange.headers().get(HttpHeaderNames.AUTHORIZATION);
        if (authorization != null) {
            metadata.put(AUTHORIZATION, authorization);
        }
        RestPeer.put(metadata, exchange.clientAddress().getHostAddress(), exchange.clientCertificate());
        return metadata;
    }

    private void refuse(Exchange exchange) {
        Set<String> verbs = api.verbs(exchange.path());
        if (verbs.isEmpty()) {
            RestErrors.respond(
                    exchange,
                    HttpResponseStatus.NOT_FOUND,
                    Code.NOT_FOUND,
                    "nothing is at this path; /openapi.json tells what is where",
                    new DefaultHttpHeaders());
        } else {
            notAllowed(exchange, verbs);
        }
    }

    private static void notAllowed(Exchange exchange, Set<String> verbs) {
        HttpHeaders headers =
                new DefaultHttpHeaders().set(HttpHeaderNames.ALLOW, String.join(", ", new TreeSet<>(verbs)));
        RestErrors.respond(
                exchange,
                HttpResponseStatus.METHOD_NOT_ALLOWED,
                Code.UNIMPLEMENTED,
                exchange.method() + " is no method of this path",
                headers);
    }

    /** JSON, or not told. */
    private static boolean isJson(String contentType) {
        if (contentType == null) {
            return true;
        }
        String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return type.equals("application/json") || type.endsWith("+json");
    }
}
