package io.millrace.cli.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.Message;
import com.google.protobuf.util.FieldMaskUtil;
import io.grpc.Status;
import io.millrace.cli.ExitCode;
import io.millrace.cli.Ran;
import io.millrace.cli.ScriptedControl;
import io.millrace.proto.control.v1.Channel;
import io.millrace.proto.control.v1.UpdateChannelRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Changes of a channel while others change it too. */
class ChannelUpdateTest {

    private final AtomicReference<Channel> channel = new AtomicReference<>(Channel.newBuilder()
            .setName("channels/cam")
            .setPathPrefix("/live/cam/")
            .setDisplayName("Roof")
            .putLabels("site", "berlin")
            .setEtag("1")
            .build());

    /** What somebody else does just before the next updates. */
    private final List<UnaryOperator<Channel.Builder>> others = new ArrayList<>();

    private ScriptedControl server;

    @BeforeEach
    void start() throws IOException {
        server = new ScriptedControl();
        server.on("GetChannel", _ -> channel.get());
        server.on("UpdateChannel", this::update);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void onlyWhatIsGivenIsInTheMaskWithTheEtagThatWasRead() {
        update("--display-name", "Door", "--max-uploads", "3", "--disabled", "false");
        UpdateChannelRequest request = onlyRequest();
        assertEquals(
                List.of("disabled", "display_name", "limits.max_uploads"),
                request.getUpdateMask().getPathsList());
        assertEquals("1", request.getChannel().getEtag());
        assertEquals("Door", request.getChannel().getDisplayName());
    }

    @Test
    void aFieldThatIsClearedIsInTheMaskAndUnset() {
        update("--clear", "limits.maxUploads", "--clear", "retention");
        assertEquals(
                List.of("limits.max_uploads", "retention"),
                onlyRequest().getUpdateMask().getPathsList());
        assertEquals(false, onlyRequest().getChannel().hasRetention());
    }

    @Test
    void aLabelIsAddedToThoseThatAreThere() {
        update("--label", "floor=2", "--remove-label", "site");
        assertEquals(List.of("labels"), onlyRequest().getUpdateMask().getPathsList());
        assertEquals("{floor=2}", onlyRequest().getChannel().getLabelsMap().toString());
    }

    @Test
    void aChangeOfAnotherFieldMeanwhileIsKept() {
        others.add(other -> other.setPathPrefix("/live/roof/"));
        others.add(other -> other.putLabels("floor", "2"));
        Ran ran = update("--display-name", "Door", "--label", "site=bonn");
        assertEquals(ExitCode.OK, ran.code(), ran::errors);
        assertEquals("/live/roof/", channel.get().getPathPrefix());
        assertEquals("Door", channel.get().getDisplayName());
        assertEquals("bonn", channel.get().getLabelsOrThrow("site"));
        assertEquals("2", channel.get().getLabelsOrThrow("floor"));
    }

    @Test
    void aChangeOfTheSameFieldMeanwhileIsSaidAndNotUndone() {
        others.add(other -> other.setDisplayName("Garden").putLabels("site", "bonn"));
        Ran ran = update("--display-name", "Door", "--label", "site=mainz", "--retention", "2m");
        assertEquals(ExitCode.CONFLICT, ran.code());
        assertEquals(
                "millrace: somebody else has changed display_name, labels.site of channels/cam meanwhile; look at it, and try"
                        + " again\n",
                ran.errors());
        assertEquals("Garden", channel.get().getDisplayName());
    }

    @Test
    void oneThatIsChangedAgainAndAgainIsGivenUp() {
        for (int i = 0; i < 20; i++) {
            String value = "v" + i;
            others.add(other -> other.putLabels("other", value));
        }
        assertEquals(ExitCode.CONFLICT, update("--display-name", "Door").code());
        assertEquals("Roof", channel.get().getDisplayName());
    }

    private Message update(Message message) {
        UpdateChannelRequest request = (UpdateChannelRequest) message;
        if (!others.isEmpty()) {
            channel.set(next(others.removeFirst().apply(channel.get().toBuilder())));
        }
        if (!request.getChannel().getEtag().equals(channel.get().getEtag())) {
            throw Status.ABORTED
                    .withDescription("channels/cam: its etag is another one")
                    .asRuntimeException();
        }
        Channel.Builder updated = channel.get().toBuilder();
        FieldMaskUtil.merge(
                request.getUpdateMask(),
                request.getChannel(),
                updated,
                new FieldMaskUtil.MergeOptions()
                        .setReplaceRepeatedFields(true)
                        .setReplacePrimitiveFields(true)
                        .setReplaceMessageFields(true));
        channel.set(next(updated));
        return channel.get();
    }

    private static Channel next(Channel.Builder changed) {
        return changed.setEtag(changed.getEtag() + "1").build();
    }

    private UpdateChannelRequest onlyRequest() {
        List<UpdateChannelRequest> requests = server.asked(UpdateChannelRequest.class);
        assertEquals(1, requests.size());
        return requests.getFirst();
    }

    private Ran update(String... options) {
        List<String> words = new ArrayList<>(List.of("channels", "update", "cam", "--control", server.uri()));
        words.addAll(Arrays.asList(options));
        return Ran.command(words.toArray(String[]::new));
    }
}
