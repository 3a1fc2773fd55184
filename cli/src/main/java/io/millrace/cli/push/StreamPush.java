package io.millrace.cli.push;

import io.millrace.cli.http.NumberedUrl;
import io.millrace.cli.http.Target;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Uploads a stream as one object, or as numbered objects that are cut plainly: after so many bytes, or so much time. */
final class StreamPush {

    private final String url;
    private final StreamOptions options;
    private final Sender sender;
    private final Retries retries;
    private final LongSupplier nanoTime;

    StreamPush(String url, StreamOptions options, Sender sender, Retries retries, LongSupplier nanoTime) {
        this.url = url;
        this.options = options;
        this.sender = sender;
        this.retries = retries;
        this.nanoTime = nanoTime;
    }

    /**
     * Sends all of a stream; a chunk as soon as it comes.
     *
     * @return whether all arrived
     */
    boolean run(InputStream in) throws IOException, InterruptedException {
        boolean segmented = options.segmentBytes.isPresent() || options.segmentSeconds.isPresent();
        if (!segmented) {
            return send(in, url).isPresent();
        }
        NumberedUrl urls = NumberedUrl.parse(url);
        long number = options.startNumber;
        boolean more = true;
        while (more) {
            Optional<Boolean> sent = send(in, urls.of(number++));
            if (sent.isEmpty()) {
                return false;
            }
            more = sent.get();
        }
        return true;
    }

    /** Sends one object: whether there is more behind it, or nothing if it failed. */
    private Optional<Boolean> send(InputStream in, String target) throws IOException, InterruptedException {
        byte[] chunk = new byte[sender.pace().chunkBytes()];
        try (StreamedObject object = new StreamedObject(Target.parse(target), sender, retries, options.replayBuffer)) {
            long begun = nanoTime.getAsLong();
            int read = 0;
            while (read >= 0 && !full(object, begun)) {
                read = in.read(chunk, 0, (int) Math.min(chunk.length, left(object)));
                if (read > 0) {
                    if (object.bytes() == 0) {
                        begun = nanoTime.getAsLong();
                    }
                    Optional<String> failure = object.write(chunk, read);
                    if (failure.isPresent()) {
                        return failed(target, failure.get());
                    }
                }
            }
            Optional<String> failure = object.end();
            return failure.isPresent() ? failed(target, failure.get()) : Optional.of(read >= 0);
        }
    }

    private Optional<Boolean> failed(String target, String reason) {
        sender.reporter().failed(target, reason);
        return Optional.empty();
    }

    private boolean full(StreamedObject object, long begun) {
        Optional<Duration> longest = options.segmentDuration();
        return left(object) == 0
                || (object.bytes() > 0
                        && longest.isPresent()
                        && nanoTime.getAsLong() - begun >= longest.get().toNanos());
    }

    private long left(StreamedObject object) {
        return options.segmentBytes.map(most -> most - object.bytes()).orElse(Long.MAX_VALUE);
    }
}
