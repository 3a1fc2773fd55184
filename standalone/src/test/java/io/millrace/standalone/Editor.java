package io.millrace.standalone;

import static org.awaitility.Awaitility.await;

import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.millrace.proto.control.v1.Channel;
import io.millrace.proto.control.v1.CreateChannelRequest;
import io.millrace.proto.control.v1.GetChannelRequest;
import io.millrace.proto.control.v1.UpdateChannelRequest;
import java.util.List;
import java.util.NavigableSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;

/**
 * Somebody who gives a channel of their own one name after the other, at another replica where one is away, and who tells by
 * the etag whether a change was made whose answer was lost. On a thread of its own, until it is closed.
 */
final class Editor implements AutoCloseable {

    private final String name;
    private final List<Operator> replicas;
    private final Thread thread = Thread.ofVirtual().unstarted(this::run);
    private final NavigableSet<Long> revisions = new ConcurrentSkipListSet<>();
    private int turn;
    private volatile Channel channel;
    private volatile boolean over;
    private volatile Throwable fault;

    private Editor(String id, List<Operator> replicas) {
        this.name = "channels/" + id;
        this.replicas = replicas;
        this.channel = Channel.newBuilder().setPathPrefix("/" + id + "/").build();
    }

    /** Begins with making the channel, at the first of the replicas. */
    static Editor start(String id, String... addresses) {
        Editor editor = new Editor(id, Stream.of(addresses).map(Operator::at).toList());
        editor.thread.setName("editor-" + id);
        editor.thread.start();
        return editor;
    }

    /** The channel's. */
    String name() {
        return name;
    }

    /** How many changes were wanted, and made as far as it was told. */
    int made() {
        if (fault != null) {
            throw new AssertionError(name + " could not be changed", fault);
        }
        return revisions.size();
    }

    /** The revisions that the changes led to. */
    NavigableSet<Long> revisions() {
        return revisions;
    }

    /** The display name that the channel has. */
    String last() {
        return channel.getDisplayName();
    }

    /** Returns when some more changes were made. */
    void makesMore() {
        int wanted = made() + 50;
        await().until(() -> made() >= wanted);
    }

    private void run() {
        try {
            made(persistently(this::create));
            for (int number = 1; !over; number++) {
                Channel wanted =
                        channel.toBuilder().setDisplayName("name " + number).build();
                made(persistently(replica -> rename(replica, wanted)));
            }
        } catch (RuntimeException | AssertionError e) {
            fault = e;
        }
    }

    private void made(Channel now) {
        if (!revisions.add(now.getRevision())) {
            throw new AssertionError("two changes of " + name + " have the revision " + now.getRevision());
        }
        channel = now;
    }

    private interface Call {

        Channel at(Operator replica);
    }

    /** Again at the next replica, where one does not answer. */
    private Channel persistently(Call call) {
        while (true) {
            try {
                return call.at(replicas.get(turn % replicas.size()));
            } catch (StatusRuntimeException e) {
                Code code = e.getStatus().getCode();
                if (over || (code != Code.UNAVAILABLE && code != Code.DEADLINE_EXCEEDED)) {
                    throw e;
                }
                turn++;
            }
        }
    }

    private Channel create(Operator replica) {
        try {
            return replica.channels()
                    .createChannel(CreateChannelRequest.newBuilder()
                            .setChannelId(name.substring("channels/".length()))
                            .setChannel(channel)
                            .build());
        } catch (StatusRuntimeException e) {
            return madeBefore(e, Code.ALREADY_EXISTS, replica, channel);
        }
    }

    private Channel rename(Operator replica, Channel wanted) {
        try {
            return replica.channels()
                    .updateChannel(
                            UpdateChannelRequest.newBuilder().setChannel(wanted).build());
        } catch (StatusRuntimeException e) {
            return madeBefore(e, Code.ABORTED, replica, wanted);
        }
    }

    /** A change that the call before has made, and its answer was lost; nobody else changes the channel. */
    private Channel madeBefore(StatusRuntimeException refusal, Code sign, Operator replica, Channel wanted) {
        if (refusal.getStatus().getCode() != sign) {
            throw refusal;
        }
        Channel now = replica.channels()
                .getChannel(GetChannelRequest.newBuilder().setName(name).build());
        if (!now.getDisplayName().equals(wanted.getDisplayName())) {
            throw new AssertionError(wanted.getDisplayName() + " was refused, and " + name + " is " + now, refusal);
        }
        return now;
    }

    /** Lets it end what it is at. */
    void stop() {
        over = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop();
        replicas.forEach(Operator::close);
    }
}
