package io.millrace.cli.push;

import io.millrace.cli.http.Answer;
import io.millrace.cli.http.Publisher;
import io.millrace.cli.http.Put;
import io.millrace.cli.watch.Fingerprint;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Uploads a file as it is written: a chunk as soon as bytes are there, and the end when its writer has ended. What was sent
 * is compared with the file before that: a file that was truncated or rewritten meanwhile is never ended, but begun again.
 */
final class FileUpload implements Work {

    /** The writer tells when there is more; this is for connections that break meanwhile. */
    private static final long LOOK_EVERY_MS = 1_000;

    private final Path file;
    private final URI target;
    private final Publisher publisher;
    private final Pace pace;
    private final FileState state;
    private volatile Fingerprint stored;

    FileUpload(Path file, URI target, Publisher publisher, Pace pace, FileState state) {
        this.file = file;
        this.target = target;
        this.publisher = publisher;
        this.pace = pace;
        this.state = state;
    }

    FileState state() {
        return state;
    }

    /** What the file was when it was last stored as a whole. */
    Optional<Fingerprint> stored() {
        return Optional.ofNullable(stored);
    }

    @Override
    public Outcome attempt() throws IOException, InterruptedException {
        state.begin();
        Optional<Fingerprint> before = Fingerprint.of(file);
        if (before.isEmpty()) {
            return new Outcome.Nothing("it is gone");
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
                Sending sending = new Sending(channel, before.get())) {
            return sending.run();
        } catch (NoSuchFileException e) {
            return new Outcome.Nothing("it is gone");
        } catch (AccessDeniedException e) {
            return new Outcome.Refused("it can't be read: permission denied");
        }
    }

    /** One upload from the first byte. */
    private final class Sending implements AutoCloseable {

        private final FileChannel channel;
        private final Fingerprint before;
        private final byte[] bytes = new byte[pace.chunkBytes()];
        private final CRC32C sum = new CRC32C();
        private long position;
        private boolean grew;
        private Put put;

        Sending(FileChannel channel, Fingerprint before) {
            this.channel = channel;
            this.before = before;
        }

        Outcome run() throws IOException, InterruptedException {
            while (true) {
                FileState.Look look = state.look();
                grew |= !look.written();
                int read = channel.read(ByteBuffer.wrap(bytes));
                if (read > 0) {
                    send(read);
                } else if (channel.size() < position) {
                    return new Outcome.Passing("it was truncated while it was sent", Duration.ZERO);
                } else if (!look.written()) {
                    state.await(look, LOOK_EVERY_MS);
                    if (put != null) {
                        put.check();
                    }
                } else if (!unchanged()) {
                    return new Outcome.Passing("it was rewritten while it was sent", Duration.ZERO);
                } else if (state.seal(look)) {
                    return end();
                }
            }
        }

        /** An empty body would be a probe: the upload begins with the first bytes. */
        private void send(int length) throws IOException, InterruptedException {
            if (put == null) {
                put = publisher.put(target);
                put.whenAnswered(state::wake);
            }
            pace.await(length);
            put.write(bytes, length);
            sum.update(bytes, 0, length);
            position += length;
        }

        private Outcome end() throws IOException, InterruptedException {
            Optional<Fingerprint> now = Fingerprint.of(file);
            if (put == null) {
                stored = now.orElse(null);
                return new Outcome.Nothing("it is empty");
            }
            Answer answer = put.end();
            if (!answer.done()) {
                return Outcome.of(answer);
            }
            stored = now.orElse(null);
            return new Outcome.Stored(position);
        }

        /** Reads the file again where it may have changed behind what was read of it. */
        private boolean unchanged() throws IOException {
            Optional<Fingerprint> now = Fingerprint.of(file);
            if (!grew && now.isPresent() && before.stillHolds(now.get())) {
                return true;
            }
            CRC32C again = new CRC32C();
            long at = 0;
            while (at < position) {
                int read = channel.read(ByteBuffer.wrap(bytes, 0, (int) Math.min(bytes.length, position - at)), at);
                if (read <= 0) {
                    return false;
                }
                again.update(bytes, 0, read);
                at += read;
            }
            return again.getValue() == sum.getValue();
        }

        /** Unless it was ended and answered, the server sees that it was cut off. */
        @Override
        public void close() {
            if (put != null) {
                put.close();
            }
        }
    }
}
