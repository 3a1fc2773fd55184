package io.millrace.chunklog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AnnouncementCodecTest {

    private static final ObjectPath PATH = new ObjectPath("/live/é/", "seg 1.m4s");

    static Stream<Announcement> everyKind() {
        return Stream.of(
                new Announcement.Opened(PATH, 1),
                new Announcement.Completed(PATH, Long.MAX_VALUE, 0),
                new Announcement.Completed(PATH, 2, 9_007_199_254_740_993L),
                new Announcement.Aborted(PATH, 3),
                new Announcement.Deleted(PATH, 4));
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void anAnnouncementArrivesAsItWasSent(Announcement announcement) {
        assertEquals(Optional.of(announcement), AnnouncementCodec.decode(AnnouncementCodec.encode(announcement)));
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void anAnnouncementThatIsCutShortIsPassedOver(Announcement announcement) {
        byte[] whole = AnnouncementCodec.encode(announcement);
        assertEquals(Optional.empty(), AnnouncementCodec.decode(Arrays.copyOf(whole, whole.length - 1)));
    }

    @Test
    void bytesThatAreNoMessageArePassedOver() {
        assertEquals(Optional.empty(), AnnouncementCodec.decode(new byte[] {(byte) 0xff, (byte) 0xff, 0x01}));
    }

    @Test
    void aMessageWithoutAPathIsPassedOver() {
        assertEquals(Optional.empty(), AnnouncementCodec.decode(new byte[0]));
    }

    @Test
    void anEventOfALaterVersionIsPassedOver() {
        var later = message(PATH.directory())
                .setUnknownFields(UnknownFieldSet.newBuilder()
                        .addField(
                                99,
                                UnknownFieldSet.Field.newBuilder()
                                        .addLengthDelimited(ByteString.EMPTY)
                                        .build())
                        .build())
                .build();
        assertEquals(Optional.empty(), AnnouncementCodec.decode(later.toByteArray()));
    }

    @Test
    void aFieldOfALaterVersionDoesNotHideTheEvent() {
        var later = message(PATH.directory())
                .setOpened(io.millrace.proto.objects.v1.Opened.getDefaultInstance())
                .setUnknownFields(UnknownFieldSet.newBuilder()
                        .addField(
                                99,
                                UnknownFieldSet.Field.newBuilder().addVarint(1).build())
                        .build())
                .build();
        assertEquals(Optional.of(new Announcement.Opened(PATH, 5)), AnnouncementCodec.decode(later.toByteArray()));
    }

    @Test
    void aMessageWhoseDirectoryIsNoneIsPassedOver() {
        var message = message("live")
                .setOpened(io.millrace.proto.objects.v1.Opened.getDefaultInstance())
                .build();
        assertEquals(Optional.empty(), AnnouncementCodec.decode(message.toByteArray()));
    }

    private static io.millrace.proto.objects.v1.Announcement.Builder message(String directory) {
        return io.millrace.proto.objects.v1.Announcement.newBuilder()
                .setDirectory(directory)
                .setName(PATH.name())
                .setGeneration(5);
    }
}
