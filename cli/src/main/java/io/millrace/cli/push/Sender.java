package io.millrace.cli.push;

import io.millrace.cli.http.Publisher;
import io.millrace.cli.watch.Fingerprint;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Makes works for one server, and does them.
 *
 * @param publisher the client
 * @param pace of all uploads
 * @param jobs does what was made
 * @param reporter tells what becomes of it
 */
record Sender(Publisher publisher, Pace pace, Jobs jobs, Reporter reporter) {

    /** Of no playlist that is one. */
    private static final long MOST_PLAYLIST_BYTES = 16 << 20;

    FileUpload file(Path file, URI target, FileState state) {
        return new FileUpload(file, target, publisher, pace, state);
    }

    BytesUpload bytes(byte[] content, URI target) {
        return new BytesUpload(content, target, publisher, pace);
    }

    Deletion deletion(URI target) {
        return new Deletion(target, publisher);
    }

    /** What a playlist holds; nothing where it is empty, gone, or changes while it is read. */
    Optional<byte[]> read(Tracked playlist) {
        try {
            Optional<Fingerprint> before = Fingerprint.of(playlist.path);
            if (before.isEmpty() || before.get().bytes() == 0) {
                return Optional.empty();
            }
            if (before.get().bytes() > MOST_PLAYLIST_BYTES) {
                reporter.failed(playlist.name, "a playlist of more than " + MOST_PLAYLIST_BYTES + " bytes is none");
                return Optional.empty();
            }
            byte[] content = readNoLink(playlist.path);
            boolean still = Fingerprint.of(playlist.path)
                    .filter(now -> now.bytes() == before.get().bytes())
                    .filter(now -> now.modified().equals(before.get().modified()))
                    .isPresent();
            return still && content.length == before.get().bytes() ? Optional.of(content) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty(); // which is told
        } catch (IOException e) {
            reporter.failed(playlist.name, "it can't be read: " + e.getMessage());
            return Optional.empty();
        }
    }

    private static byte[] readNoLink(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
            return in.readAllBytes();
        }
    }
}
