package io.millrace.wire;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpHeadersFactory;

/**
 * The headers of a request as they come in. Netty's, which check names and values, but for Content-Length: Netty mends
 * one that others read differently (several of them in HTTP/1.0, white space), where here it is an error (RFC 9112,
 * section 6.3).
 */
final class RequestHeaders extends DefaultHttpHeaders {

    static final HttpHeadersFactory FACTORY = new HttpHeadersFactory() {
        @Override
        public HttpHeaders newHeaders() {
            return new RequestHeaders();
        }

        @Override
        public HttpHeaders newEmptyHeaders() {
            return new RequestHeaders();
        }
    };

    @Override
    public HttpHeaders add(CharSequence name, Object value) {
        if (HttpHeaderNames.CONTENT_LENGTH.contentEqualsIgnoreCase(name)) {
            if (contains(HttpHeaderNames.CONTENT_LENGTH)) {
                throw new IllegalArgumentException("it has more than one Content-Length");
            }
            String text = value.toString();
            if (text.isEmpty() || !text.chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
                throw new IllegalArgumentException("its Content-Length is no number");
            }
        }
        return super.add(name, value);
    }
}
