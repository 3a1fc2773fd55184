package io.millrace.chunklog;

import io.lettuce.core.StreamMessage;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.Optional;

/** A stream in Redis that somebody follows, as a share of a blocking read. Called by one Redis client thread at a time. */
sealed interface Followed permits ChunkLogReader, OpeningsReader {

    /** Whose slot the stream is in. */
    String directory();

    /** The event loop that would best read it, for what it brings is wanted there; none where all are the same. */
    Optional<EventLoop> near();

    String key();

    /** The id behind which a read goes on. */
    String lastId();

    /** Hands on what a read brought. */
    void deliver(List<StreamMessage<String, ByteBuf>> entries);

    /** Called now and then, also where nothing comes. */
    void checkSilence();

    /** Whether nothing is wanted any more. */
    boolean closed();
}
