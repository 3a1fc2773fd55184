package io.millrace.wire;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameLogger;
import io.netty.handler.logging.LogLevel;

/**
 * Counts the streams that Netty's codec refuses because there are too many. The codec tells nobody but its frame logger,
 * which logs nothing here.
 */
final class RefusedStreams extends Http2FrameLogger {

    private final Refusals refusals;

    RefusedStreams(Refusals refusals) {
        super(LogLevel.TRACE, RefusedStreams.class);
        this.refusals = refusals;
    }

    @Override
    public boolean isEnabled() {
        return false;
    }

    @Override
    public void logRstStream(Direction direction, ChannelHandlerContext ctx, int streamId, long errorCode) {
        if (direction == Direction.OUTBOUND && errorCode == Http2Error.REFUSED_STREAM.code()) {
            refusals.count(Limit.STREAMS);
        }
    }
}
