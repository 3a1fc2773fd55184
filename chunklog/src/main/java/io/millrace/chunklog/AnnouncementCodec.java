package io.millrace.chunklog;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Optional;

/** Announcements as the protobuf message {@code millrace.objects.v1.Announcement}. */
final class AnnouncementCodec {

    private AnnouncementCodec() {}

    static byte[] encode(Announcement announcement) {
        var message = io.millrace.proto.objects.v1.Announcement.newBuilder()
                .setDirectory(announcement.path().directory())
                .setName(announcement.path().name())
                .setGeneration(announcement.generation());
        switch (announcement) {
            case Announcement.Opened opened ->
                message.setOpened(io.millrace.proto.objects.v1.Opened.getDefaultInstance());
            case Announcement.Completed completed ->
                message.setCompleted(
                        io.millrace.proto.objects.v1.Completed.newBuilder().setLength(completed.length()));
            case Announcement.Aborted aborted ->
                message.setAborted(io.millrace.proto.objects.v1.Aborted.getDefaultInstance());
            case Announcement.Deleted deleted ->
                message.setDeleted(io.millrace.proto.objects.v1.Deleted.getDefaultInstance());
        }
        return message.build().toByteArray();
    }

    /** Empty where the message is not an announcement that this version understands; a hint may be passed over. */
    static Optional<Announcement> decode(byte[] bytes) {
        try {
            var message = io.millrace.proto.objects.v1.Announcement.parseFrom(bytes);
            ObjectPath path = new ObjectPath(message.getDirectory(), message.getName());
            long generation = message.getGeneration();
            return switch (message.getEventCase()) {
                case OPENED -> Optional.of(new Announcement.Opened(path, generation));
                case COMPLETED ->
                    Optional.of(new Announcement.Completed(
                            path, generation, message.getCompleted().getLength()));
                case ABORTED -> Optional.of(new Announcement.Aborted(path, generation));
                case DELETED -> Optional.of(new Announcement.Deleted(path, generation));
                case EVENT_NOT_SET -> Optional.empty();
            };
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
