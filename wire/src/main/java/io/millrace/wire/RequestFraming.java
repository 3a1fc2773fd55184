package io.millrace.wire;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.util.List;
import java.util.Optional;

/**
 * What an HTTP/1.1 request's head must be like, so that nobody on its way can take its body for longer or shorter, or
 * its target for another, than this server does (RFC 9112, sections 3.2, 6.1 and 6.3).
 */
final class RequestFraming {

    private RequestFraming() {}

    /** Why a request is refused before its body is looked at. */
    static Optional<Problem> problem(HttpRequest request) {
        HttpHeaders headers = request.headers();
        boolean http10 = request.protocolVersion().equals(HttpVersion.HTTP_1_0);
        List<String> hosts = headers.getAll(HttpHeaderNames.HOST);
        if (hosts.size() > 1 || (hosts.isEmpty() && !http10)) {
            return refused("it must have one Host header");
        }
        if (!hosts.isEmpty() && !isHost(hosts.getFirst())) {
            return refused("its Host header is no host");
        }
        if (!isTarget(request.method(), request.uri())) {
            return refused("its target is neither a path nor a URL");
        }
        List<String> codings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
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

    /** The asterisk is for OPTIONS alone, an authority for CONNECT (RFC 9112, section 3.2). */
    private static boolean isTarget(HttpMethod method, String target) {
        return target.startsWith("/")
                || target.regionMatches(true, 0, "http://", 0, 7)
                || target.regionMatches(true, 0, "https://", 0, 8)
                || (target.equals("*") && method.equals(HttpMethod.OPTIONS))
                || method.equals(HttpMethod.CONNECT);
    }

    /** May be empty. What would end a host elsewhere is not part of one. */
    private static boolean isHost(String host) {
        for (int i = 0; i < host.length(); i++) {
            char character = host.charAt(i);
            if (character <= ' ' || "/\\?#@,".indexOf(character) >= 0) {
                return false;
            }
        }
        return true;
    }

    private static Optional<Problem> refused(String reason) {
        return Optional.of(Problem.of(HttpResponseStatus.BAD_REQUEST, "the request is not proper HTTP/1.1: " + reason));
    }
}
