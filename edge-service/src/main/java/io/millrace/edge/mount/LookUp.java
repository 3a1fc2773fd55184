package io.millrace.edge.mount;

import io.millrace.chunklog.ContentTypes;
import io.millrace.chunklog.Listed;
import io.millrace.edge.encoding.AcceptEncoding;
import io.millrace.edge.encoding.ContentCoding;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * What a request needs of the filesystem before it can be answered. Blocks: run by a worker.
 *
 * @param request read only
 * @param relative path below the mount
 * @param named false if the path ends with a slash
 * @param opens whether a file is to be sent, not only described
 */
record LookUp(
        MountRoot root,
        MountOptions options,
        MountCounters counters,
        CodedFiles coded,
        HttpHeaders request,
        String relative,
        boolean named,
        boolean opens) {

    private static final Logger LOG = Logger.getLogger(LookUp.class);

    /** A file that changes while it is opened is opened again, so often at the most. */
    private static final int ATTEMPTS = 3;

    private static final Result NOTHING = new Nothing();

    /** To be closed if nobody takes what is open in it. */
    sealed interface Result {

        /** Closes what is open. */
        default void close() {}
    }

    /**
     * A file that is there.
     *
     * @param opened where it is to be sent
     */
    record File(FileFacts facts, Optional<OpenFile> opened) implements Result {

        @Override
        public void close() {
            opened.ifPresent(OpenFile::close);
        }
    }

    /**
     * A file that is sent compressed.
     *
     * @param bytes not to be changed
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Coded(FileFacts facts, ContentCoding coding, byte[] bytes) implements Result {}

    /** A directory, with one entry more than are told where there are more. */
    record Entries(List<Listed> listed) implements Result {}

    /** A directory that was asked for like a file: links in its listing would lead elsewhere. */
    record WithoutSlash() implements Result {}

    record Nothing() implements Result {}

    /** There is something, but the filesystem has a fault, or it changes all the time. */
    record Unreadable() implements Result {}

    Result run() {
        try {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                Optional<Result> result = of(root.find(relative));
                if (result.isPresent()) {
                    return result.orElseThrow();
                }
            }
        } catch (AccessDeniedException e) {
            return NOTHING; // its owner does not want it to be served
        } catch (IOException | RuntimeException e) {
            LOG.warnf("%s of a mount can't be read: %s", relative, e);
        }
        return new Unreadable();
    }

    private Optional<Result> of(Found found) throws IOException {
        return switch (found) {
            case Found.Nothing nothing -> Optional.of(NOTHING);
            case Found.Directory directory -> Optional.of(options.listing() ? entries(directory) : NOTHING);
            case Found.File file -> named ? file(file) : Optional.of(NOTHING);
        };
    }

    private Optional<Result> file(Found.File found) throws IOException {
        FileFacts facts = found.facts();
        ContentCoding coding = facts.length() > CodedFiles.MOST_FILE_BYTES
                ? ContentCoding.IDENTITY
                : AcceptEncoding.choose(request, ContentTypes.of(relative), facts.length());
        if (!opens && coding == ContentCoding.IDENTITY) {
            return Optional.of(new File(facts, Optional.empty()));
        }
        Optional<OpenFile> opened = OpenFile.open(found, counters);
        if (opened.isEmpty() || coding == ContentCoding.IDENTITY) {
            return opened.map(open -> new File(facts, opened));
        }
        try (OpenFile open = opened.orElseThrow()) {
            return Optional.of(new Coded(facts, coding, coded.get(open, coding)));
        }
    }

    private Result entries(Found.Directory directory) throws IOException {
        return named ? new WithoutSlash() : new Entries(root.list(directory, options.mostListed() + 1));
    }
}
