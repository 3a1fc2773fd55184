package io.millrace.wire;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2StreamFrame;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import java.util.List;

/**
 * Netty's translation of a stream's frames, which checks single headers; plus what RFC 9113, section 8.3.1, says of a
 * request as a whole. What is malformed resets the stream. Owned by the event loop of its connection.
 */
final class Http2RequestCodec extends Http2StreamFrameToHttpObjectCodec {

    private final Refusals refusals;
    private boolean begun;
    private boolean refused;

    Http2RequestCodec(Refusals refusals) {
        super(true);
        this.refusals = refusals;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, Http2StreamFrame frame, List<Object> out) throws Exception {
        if (refused) {
            return;
        }
        if (frame instanceof Http2HeadersFrame headers && !(begun ? trailers(headers) : request(headers.headers()))) {
            refused = true;
            refusals.count(Limit.SYNTAX);
            ctx.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.PROTOCOL_ERROR));
            return;
        }
        begun = true;
        super.decode(ctx, frame, out);
    }

    private static boolean trailers(Http2HeadersFrame frame) {
        Http2Headers headers = frame.headers();
        return frame.isEndStream() && headers.method() == null && headers.path() == null && headers.status() == null;
    }

    private static boolean request(Http2Headers headers) {
        CharSequence method = headers.method();
        CharSequence path = headers.path();
        if (method == null || headers.status() != null || !RequestLine.isToken(method)) {
            return false;
        }
        if (HttpMethod.CONNECT.asciiName().contentEquals(method)) {
            return path == null && headers.scheme() == null && headers.authority() != null;
        }
        return headers.scheme() != null && path != null && !path.isEmpty() && proper(path) && rooted(method, path);
    }

    private static boolean rooted(CharSequence method, CharSequence path) {
        return path.charAt(0) == '/'
                || (HttpMethod.OPTIONS.asciiName().contentEquals(method) && "*".contentEquals(path));
    }

    private static boolean proper(CharSequence word) {
        for (int i = 0; i < word.length(); i++) {
            if (word.charAt(i) <= ' ' || word.charAt(i) == 0x7f) {
                return false;
            }
        }
        return !word.isEmpty();
    }
}
