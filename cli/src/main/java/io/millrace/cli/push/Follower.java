package io.millrace.cli.push;

import io.millrace.cli.http.Target;
import io.millrace.cli.watch.DirectoryEvents;
import io.millrace.cli.watch.FileEvent;
import io.millrace.cli.watch.Fingerprint;
import io.millrace.cli.watch.OpenForWriting;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Turns what happens to the files of a directory into uploads and deletions. Everything here is done by one thread; the
 * uploads have their own, and are told through {@link FileState}.
 *
 * <p>A segment is sent while it is written. A playlist is sent as what its file held after its writer had closed it, if
 * nothing has happened to it since, and behind everything that was complete by then.
 */
final class Follower {

    /**
     * How a directory is followed.
     *
     * @param target the URL of the directory
     * @param existing whether what is there at the beginning is sent
     * @param keep whether objects stay when their files are deleted
     * @param settle how long a file must be left alone, where nobody tells that its writer has ended
     */
    record Rules(URI target, boolean existing, boolean keep, Duration settle) {}

    private final DirectoryEvents events;
    private final FileNames names;
    private final Rules rules;
    private final Sender sender;
    private final Map<Path, Tracked> files = new HashMap<>();
    /** Playlists whose writers have ended, and that were not read since. */
    private final Set<Tracked> ready = new LinkedHashSet<>();
    /** Files that are gone, and whose objects were not deleted since. */
    private final Set<Path> gone = new LinkedHashSet<>();
    /** Files whose writers end without a word. */
    private final Set<Tracked> unsettled = new HashSet<>();
    /** Seen since events were lost; null while none are. */
    private Set<Path> rescanned;
    /** Open for writing when a file was found; null if not looked for since the last events. */
    private Set<Path> writers;
    /** What is found now was there before. */
    private boolean beginning = true;

    private boolean rootGone;
    private boolean begun;

    Follower(DirectoryEvents events, FileNames names, Rules rules, Sender sender) {
        this.events = events;
        this.names = names;
        this.rules = rules;
        this.sender = sender;
    }

    /** Takes what has happened, after waiting for it, and sends what is to be sent. */
    void step(Duration atMost) throws IOException, InterruptedException {
        events.poll(atMost, this::take);
        beginning = false;
        settle();
        sendPlaylists();
        sendDeletions();
        writers = null;
    }

    /** Whether nothing is left to be sent of what has happened until now. */
    boolean idle() {
        return ready.isEmpty() && unsettled.isEmpty() && sender.jobs().idle();
    }

    /** Whether there was a file to be sent yet. */
    boolean begun() {
        return begun;
    }

    /** Whether the directory itself is gone. */
    boolean rootGone() {
        return rootGone;
    }

    private void take(FileEvent event) {
        Path path = event.path();
        switch (event.kind()) {
            case LOST -> {
                sender.reporter().warn("events were lost, looking at all files again");
                rescanned = new HashSet<>();
            }
            case RESCANNED -> rescanEnded();
            case ROOT_GONE -> rootGone = true;
            case UNREADABLE -> sender.reporter().failed(names.name(path), "the directory can't be read");
            case DIRECTORY_REMOVED ->
                List.copyOf(files.keySet()).stream()
                        .filter(file -> file.startsWith(path))
                        .forEach(this::removed);
            case REMOVED -> {
                if (names.accepts(path)) {
                    removed(path);
                }
            }
            case FOUND, CHANGED, WRITTEN, REPLACED -> {
                if (names.accepts(path)) {
                    begun = true;
                    Tracked file = files.computeIfAbsent(
                            path,
                            key -> new Tracked(
                                    key, names.name(key), names.only() == null && FileNames.isPlaylist(key)));
                    changed(file, event.kind());
                }
            }
        }
    }

    private void changed(Tracked file, FileEvent.Kind kind) {
        gone.remove(file.path); // what is put in its place replaces it
        file.changes++;
        file.changedNanos = System.nanoTime();
        switch (kind) {
            case FOUND -> found(file);
            case CHANGED -> {
                file.written = false;
                ready.remove(file);
                if (!events.tellsWritten()) {
                    unsettle(file);
                }
                if (!file.playlist) {
                    upload(file, false);
                }
            }
            case WRITTEN -> written(file, false);
            default -> written(file, true);
        }
    }

    /** Also again, when events were lost: who has it open now will close it, but who has closed it will not say so. */
    private void found(Tracked file) {
        if (rescanned != null) {
            rescanned.add(file.path);
        }
        Optional<Fingerprint> now = Fingerprint.of(file.path);
        if (now.isEmpty()) {
            return; // it is gone already, or no file
        }
        if (beginning && !rules.existing()) {
            file.leftAlone = now.get();
            return;
        }
        if (now.get().age().compareTo(rules.settle()) >= 0 && !isWritten(file.path)) {
            written(file, false);
            return;
        }
        unsettle(file);
        file.written = false;
        if (!file.playlist) {
            upload(file, false);
        }
    }

    private void unsettle(Tracked file) {
        file.unsettled = true;
        unsettled.add(file);
    }

    private void written(Tracked file, boolean replaced) {
        file.unsettled = false;
        unsettled.remove(file);
        file.written = true;
        if (file.playlist) {
            ready.add(file);
        } else if (replaced && file.active()) {
            replace(file);
        } else {
            upload(file, true);
        }
    }

    /** Another file has taken its place: the older one is sent to its end only if it has one. */
    private void replace(Tracked file) {
        if (file.job.goesBefore()) {
            file.job.supersede();
        } else {
            file.job.callOff();
        }
        add(file, true);
    }

    /** Tells the upload in progress, or begins one if it can't see the change any more. */
    private void upload(Tracked file, boolean written) {
        if (file.active() && file.upload != null) {
            FileState state = file.upload.state();
            if (written ? state.written() : state.changed()) {
                return;
            }
        } else if (file.known()) {
            return;
        }
        add(file, written);
    }

    private void add(Tracked file, boolean written) {
        file.upload = sender.file(file.path, url(file), new FileState(written));
        file.job = sender.jobs().add(file.name, file.upload, false);
    }

    private void removed(Path path) {
        Tracked file = files.remove(path);
        if (file != null) {
            ready.remove(file);
            unsettled.remove(file);
            if (file.active() && (!rules.keep() || !file.job.goesBefore())) {
                file.job.callOff();
            }
        }
        if (!rules.keep()) {
            gone.add(path);
        }
    }

    /** Behind the playlists that do not name them any more. */
    private void sendDeletions() {
        for (Path path : gone) {
            String name = names.name(path);
            sender.jobs().add(name, sender.deletion(Target.below(rules.target(), name)), true);
        }
        gone.clear();
    }

    private void rescanEnded() {
        for (Path path : List.copyOf(files.keySet())) {
            if (rescanned != null && !rescanned.contains(path)) {
                removed(path);
            }
        }
        rescanned = null;
    }

    /** Who was quiet for long enough, and is not seen to write, has ended. */
    private void settle() {
        long now = System.nanoTime();
        for (Tracked file : new ArrayList<>(unsettled)) {
            if (now - file.changedNanos > rules.settle().toNanos() && !isWritten(file.path)) {
                written(file, false);
            }
        }
    }

    private boolean isWritten(Path path) {
        if (writers == null) {
            writers = OpenForWriting.below(names.root());
        }
        return writers.contains(path);
    }

    /**
     * Reads every playlist that is whole, and then looks whether something has happened to it before it was read: if so, it
     * is read again when its writer has ended.
     */
    private void sendPlaylists() throws IOException, InterruptedException {
        while (!ready.isEmpty()) {
            Tracked file = ready.iterator().next();
            ready.remove(file);
            long changes = file.changes;
            Optional<byte[]> content = sender.read(file);
            while (events.poll(Duration.ZERO, this::take) > 0) {
                // All that has happened until now.
            }
            if (content.isPresent() && file.changes == changes && files.get(file.path) == file) {
                send(file, content.get());
            }
        }
    }

    private void send(Tracked file, byte[] content) {
        boolean same = Arrays.equals(content, file.sent) && !file.job.failed();
        if (same) {
            return;
        }
        if (file.active()) {
            file.job.supersede();
        }
        file.sent = content;
        file.job = sender.jobs().add(file.name, sender.bytes(content, url(file)), true);
    }

    private URI url(Tracked file) {
        return names.only() == null ? Target.below(rules.target(), file.name) : rules.target();
    }
}
