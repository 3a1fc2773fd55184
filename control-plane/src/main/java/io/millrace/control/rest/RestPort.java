package io.millrace.control.rest;

import io.grpc.BindableService;
import io.grpc.ServerInterceptor;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.control.route.Redirects;
import io.millrace.wire.Exchange;
import io.millrace.wire.HttpListener;
import io.millrace.wire.ListenerConfig;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The HTTP port: the API in JSON, its description, redirects to edges, and a page that says what is there. */
public final class RestPort implements AutoCloseable {

    private static final String PAGE = """
            Millrace: the control plane

            /openapi.json   what the API is (OpenAPI 3.1)
            /v1/channels    and the other resources of the API
            /route/PATH     sends you to an edge that serves the object
            """;

    private final InProcessApi api;
    private final RestHandler rest;
    private final RedirectHandler redirects;
    private final String description;
    private HttpListener listener;

    private RestPort(InProcessApi api, RestApi bindings, Redirects redirects) {
        this.api = api;
        this.rest = new RestHandler(bindings, api.channel());
        this.redirects = new RedirectHandler(redirects);
        this.description = OpenApi.of(bindings, Comments.load());
    }

    /**
     * Listens.
     *
     * @param interceptors those of the gRPC port
     * @throws io.millrace.wire.ListenFailedException if the port can't be had
     * @throws io.millrace.wire.InvalidListenerException if a setting makes no sense
     */
    public static RestPort start(
            Vertx vertx,
            ListenerConfig config,
            List<BindableService> services,
            List<ServerInterceptor> interceptors,
            Redirects redirects,
            MeterRegistry metrics) {
        RestApi bindings = new RestApi(services.stream()
                .map(service -> service.bindService().getServiceDescriptor())
                .toList());
        RestPort port = new RestPort(new InProcessApi(services, interceptors), bindings, redirects);
        try {
            port.listener = HttpListener.start(vertx, "control", config, port::handle);
            port.listener.register(metrics);
            return port;
        } catch (RuntimeException e) {
            port.api.close();
            throw e;
        }
    }

    /** The port without TLS; 0 where it is turned off. */
    public int port() {
        return listener.port();
    }

    private void handle(Exchange exchange) {
        String path = exchange.path();
        if (path.startsWith(RedirectHandler.PREFIX + "/")) {
            redirects.handle(exchange);
        } else if (isRead(exchange) && path.equals("/")) {
            respond(exchange, "text/plain; charset=utf-8", PAGE);
        } else if (isRead(exchange) && path.equals("/openapi.json")) {
            respond(exchange, "application/json", description);
        } else {
            rest.handle(exchange);
        }
    }

    private static boolean isRead(Exchange exchange) {
        String method = exchange.method().name();
        return method.equals("GET") || method.equals("HEAD");
    }

    private static void respond(Exchange exchange, String contentType, String text) {
        HttpHeaders headers = new DefaultHttpHeaders()
                .set(HttpHeaderNames.CONTENT_TYPE, contentType)
                .set(HttpHeaderNames.CACHE_CONTROL, "no-cache");
        exchange.respond(HttpResponseStatus.OK, headers, Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
    }

    /** Asks clients to go; returns when the time is over in which they are still served. */
    public void leave() {
        listener.leave();
    }

    /** Takes no further request, lets those in progress end within the grace period, then stops. */
    @Override
    public void close() {
        listener.drain();
        api.close();
    }
}
