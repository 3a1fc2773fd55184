package io.millrace.cli.push;

import io.millrace.cli.CommandFailedException;
import io.millrace.cli.http.Target;
import io.millrace.cli.watch.DirectoryEvents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Uploads a directory, or one file: what is there, or what comes until it is stopped. */
final class DirectoryPush {

    private static final Duration STEP = Duration.ofMillis(250);

    private final DirectoryOptions options;
    private final Sender sender;
    private final Stop stop;

    DirectoryPush(DirectoryOptions options, Sender sender, Stop stop) {
        this.options = options;
        this.sender = sender;
        this.stop = stop;
    }

    /** Uploads all that is there: segments first, then the playlists that name them, then those that name playlists. */
    void once(Path root, URI target) throws InterruptedException {
        FileNames names = FileNames.allBut(root, options.ignore);
        try (Stream<Path> files = Files.walk(root)) {
            List<Path> ordered = files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .filter(names::accepts)
                    .sorted(Comparator.comparingInt(DirectoryPush::rank).thenComparing(Comparator.naturalOrder()))
                    .toList();
            for (Path file : ordered) {
                URI url = Target.below(target, names.name(file));
                sender.jobs()
                        .add(names.name(file), sender.file(file, url, new FileState(true)), FileNames.isPlaylist(file));
            }
        } catch (IOException | UncheckedIOException e) {
            throw new CommandFailedException(root + " can't be read: " + e.getMessage(), e);
        }
        awaitJobs();
    }

    /** Uploads one file as it is. */
    void file(Path file, URI target) throws InterruptedException {
        sender.jobs().add(file.getFileName().toString(), sender.file(file, target, new FileState(true)), false);
        awaitJobs();
    }

    private void awaitJobs() throws InterruptedException {
        while (!sender.jobs().awaitIdle(STEP)) {
            if (stop.graceIsOver()) {
                sender.jobs().callOff();
            }
        }
    }

    /** Follows a directory until it is gone, or the process is stopped. */
    void follow(Path root, URI target) throws InterruptedException {
        Follower.Rules rules = new Follower.Rules(
                target, options.existing == DirectoryOptions.Existing.ALL, options.keep, options.settle);
        follow(root, true, FileNames.allBut(root, options.ignore), rules, false);
    }

    /** Follows one file until its writer has closed it. */
    void follow(Path root, Path file, URI target) throws InterruptedException {
        Follower.Rules rules = new Follower.Rules(target, true, true, options.settle);
        follow(root, false, FileNames.only(file), rules, true);
    }

    private void follow(Path root, boolean recursive, FileNames names, Follower.Rules rules, boolean untilIdle)
            throws InterruptedException {
        try (DirectoryEvents events = DirectoryEvents.of(root, recursive, options.scanEvery)) {
            Follower follower = new Follower(events, names, rules, sender);
            while (!stop.graceIsOver()) {
                follower.step(STEP);
                if (follower.idle() && (stop.asked() || follower.rootGone() || (untilIdle && follower.begun()))) {
                    return;
                }
            }
            sender.jobs().callOff();
        } catch (IOException e) {
            throw new CommandFailedException(e.getMessage(), e);
        }
    }

    /** Whatever is named comes before what names it. */
    private static int rank(Path file) {
        if (!FileNames.isPlaylist(file)) {
            return 0;
        }
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1).contains("#EXT-X-STREAM-INF") ? 2 : 1;
        } catch (IOException e) {
            return 1; // its upload says what is wrong with it
        }
    }
}
