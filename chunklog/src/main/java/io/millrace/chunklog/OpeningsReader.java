package io.millrace.chunklog;

import io.lettuce.core.StreamMessage;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Follows the openings of one directory, from the oldest that Redis remembers on, until it is closed. */
final class OpeningsReader implements Followed, Openings.Following {

    private static final Logger LOG = Logger.getLogger(OpeningsReader.class);

    private final String directory;
    private final Openings listener;

    /** Before all that is remembered. */
    private static final String START = "0-0";

    /** Touched by whoever delivers, one thread at a time. */
    private String lastId = START;

    private volatile boolean closed;

    OpeningsReader(String directory, Openings listener) {
        this.directory = directory;
        this.listener = listener;
    }

    @Override
    public String directory() {
        return directory;
    }

    @Override
    public Optional<EventLoop> near() {
        return Optional.empty();
    }

    @Override
    public String key() {
        return RedisKeys.openings(directory);
    }

    @Override
    public String lastId() {
        return lastId;
    }

    @Override
    public void deliver(List<StreamMessage<String, ByteBuf>> entries) {
        boolean before = lastId.equals(START);
        for (StreamMessage<String, ByteBuf> entry : entries) {
            lastId = entry.getId();
            try {
                if (!closed) {
                    tell(entry, before);
                }
            } catch (RuntimeException e) {
                LOG.errorf(e, "an opening can't be followed: directory=%s id=%s", directory, lastId);
            } finally {
                entry.getBody().values().forEach(ByteBuf::release);
            }
        }
    }

    private void tell(StreamMessage<String, ByteBuf> entry, boolean before) {
        ObjectPath path = new ObjectPath(directory, text(entry, "name"));
        if (before) {
            listener.openedBefore(path);
            return;
        }
        ObjectState.Open open = new ObjectState.Open(
                Long.parseLong(text(entry, "generation")),
                ContentHeaders.decoded(text(entry, "headers")),
                ObjectKind.valueOf(text(entry, "kind")));
        listener.opened(path, open, !text(entry, "replaces").isEmpty());
    }

    private static String text(StreamMessage<String, ByteBuf> entry, String field) {
        ByteBuf value = entry.getBody().get(field);
        if (value == null) {
            throw new IllegalStateException("an opening without its " + field);
        }
        return value.toString(StandardCharsets.UTF_8);
    }

    /** Whether anything comes says nothing: a directory may be still. */
    @Override
    public void checkSilence() {}

    @Override
    public boolean closed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
    }
}
