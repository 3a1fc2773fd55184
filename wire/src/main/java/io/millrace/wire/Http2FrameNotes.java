package io.millrace.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameLogger;
import io.netty.handler.logging.LogLevel;
import java.util.function.IntConsumer;

/**
 * Takes note of what Netty's codec tells nobody but its frame logger, which logs nothing here: the streams that it
 * refuses because there are too many, and the pieces of a body that the client's windows let through.
 */
final class Http2FrameNotes extends Http2FrameLogger {

    private final Refusals refusals;
    private final IntConsumer sentData;

    /** @param sentData told a stream's number whenever some of its body is sent */
    Http2FrameNotes(Refusals refusals, IntConsumer sentData) {
        super(LogLevel.TRACE, Http2FrameNotes.class);
        this.refusals = refusals;
        this.sentData = sentData;
    }

    @Override
    public boolean isEnabled() {
        return false;
    }

    @Override
    public void logData(
            Direction direction, ChannelHandlerContext ctx, int streamId, ByteBuf data, int padding, boolean end) {
        if (direction == Direction.OUTBOUND) {
            sentData.accept(streamId);
        }
    }

    @Override
    public void logRstStream(Direction direction, ChannelHandlerContext ctx, int streamId, long errorCode) {
        if (direction == Direction.OUTBOUND && errorCode == Http2Error.REFUSED_STREAM.code()) {
            refusals.count(Limit.STREAMS);
        }
    }
}
