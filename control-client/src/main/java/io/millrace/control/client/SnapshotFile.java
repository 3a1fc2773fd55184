package io.millrace.control.client;

import io.millrace.proto.control.v1.ConfigItem;
import io.millrace.proto.control.v1.ServiceKind;
import io.millrace.proto.control.v1.SnapshotPart;
import io.millrace.proto.control.v1.WatchRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * A view on disk: a line that tells what it is, the SHA-256 of the rest, and the rest: the {@link WatchRequest} that would go on
 * from it and {@link SnapshotPart}s, each behind its length. Only its owner may read it, for it holds the keys that playback tokens are
 * signed with.
 */
final class SnapshotFile {

    private static final byte[] MAGIC = "millrace control snapshot 1\n".getBytes(StandardCharsets.US_ASCII);
    private static final int DIGEST_BYTES = 32;
    private static final int ITEMS_OF_A_PART = 1000;
    private static final int MOST_BYTES = 1 << 30;

    private final Path path;
    private final ServiceKind kind;

    /**
     * @param setting the path that is set; the service's name is added, because services that share a machine share settings
     */
    SnapshotFile(Path setting, ServiceKind kind) {
        this.path = setting.resolveSibling(setting.getFileName() + "." + ServiceName.of(kind));
        this.kind = kind;
    }

    Path path() {
        return path;
    }

    /**
     * What was written last.
     *
     * @throws IOException if it is not there, or not as it was written
     */
    ControlView read() throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(path)) {
            bytes = in.readNBytes(MOST_BYTES);
        }
        int start = MAGIC.length + DIGEST_BYTES;
        if (bytes.length < start || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new IOException("it is no snapshot of this version");
        }
        if (!MessageDigest.isEqual(digest(bytes, start), Arrays.copyOfRange(bytes, MAGIC.length, start))) {
            throw new IOException("it is damaged");
        }
        InputStream content = new ByteArrayInputStream(bytes, start, bytes.length - start);
        WatchRequest position = WatchRequest.parseDelimitedFrom(content);
        if (position == null || position.getService() != kind) {
            throw new IOException("it is another service's");
        }
        List<ConfigItem> items = new ArrayList<>();
        for (SnapshotPart part = SnapshotPart.parseDelimitedFrom(content);
                part != null;
                part = SnapshotPart.parseDelimitedFrom(content)) {
            items.addAll(part.getItemsList());
        }
        return ControlView.of(position.getStoreId(), position.getRevision(), items);
    }

    /** Replaces what there is: whoever reads, at whatever moment the machine stops, finds the old or the new one. */
    void write(ControlView view) throws IOException {
        byte[] content = content(view);
        Path fresh = path.resolveSibling(path.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        try (FileChannel file =
                FileChannel.open(fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly())) {
            for (byte[] bytes : List.of(MAGIC, digest(content, 0), content)) {
                ByteBuffer buffer = ByteBuffer.wrap(bytes);
                while (buffer.hasRemaining()) {
                    file.write(buffer);
                }
            }
            file.force(true);
        }
        Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
    }

    private byte[] content(ControlView view) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        WatchRequest.newBuilder()
                .setService(kind)
                .setRevision(view.revision())
                .setStoreId(view.storeId())
                .build()
                .writeDelimitedTo(out);
        List<ConfigItem> items = view.items();
        for (int from = 0; from < items.size(); from += ITEMS_OF_A_PART) {
            SnapshotPart.newBuilder()
                    .addAllItems(items.subList(from, Math.min(from + ITEMS_OF_A_PART, items.size())))
                    .build()
                    .writeDelimitedTo(out);
        }
        return out.toByteArray();
    }

    private FileAttribute<?>[] ownerOnly() {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private static byte[] digest(byte[] bytes, int from) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes, from, bytes.length - from);
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
