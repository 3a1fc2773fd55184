package io.millrace.cli.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.Message;
import io.grpc.Status;
import io.millrace.cli.ExitCode;
import io.millrace.cli.Ran;
import io.millrace.cli.ScriptedControl;
import io.millrace.proto.control.v1.Channel;
import io.millrace.proto.control.v1.CreateChannelRequest;
import io.millrace.proto.control.v1.CreateRuleRequest;
import io.millrace.proto.control.v1.CreateTagRequest;
import io.millrace.proto.control.v1.UpdateChannelRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code millrace apply} asks of the control plane. */
class ApplyTest {

    @TempDir
    private Path directory;

    private ScriptedControl server;

    @BeforeEach
    void start() throws IOException {
        server = new ScriptedControl();
        for (String method : List.of("GetChannel", "GetRule", "GetTag")) {
            server.on(method, _ -> {
                throw Status.NOT_FOUND.asRuntimeException();
            });
        }
        server.on("CreateChannel", request -> named(((CreateChannelRequest) request).getChannel()));
        server.on("CreateRule", request -> ((CreateRuleRequest) request).getRule());
        server.on("CreateTag", request -> ((CreateTagRequest) request).getTag());
        server.on("UpdateChannel", request -> ((UpdateChannelRequest) request).getChannel());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void whatIsNamedIsMadeBeforeWhatNamesIt() throws IOException {
        Ran ran = apply("[{name: tags/n, rules: [rules/r]}, {name: rules/r}, {name: channels/cam}]");
        assertEquals(ExitCode.OK, ran.code(), ran::errors);
        assertEquals(
                List.of("CreateChannelRequest", "CreateRuleRequest", "CreateTagRequest"),
                server.asked(Message.class).stream()
                        .map(request -> request.getDescriptorForType().getName())
                        .filter(name -> name.startsWith("Create"))
                        .toList());
    }

    @Test
    void aResourceIsReplacedAsAWholeWithTheEtagOfTheFile() throws IOException {
        there();
        apply("{name: channels/cam, pathPrefix: /live/, etag: x1}");
        UpdateChannelRequest request = server.asked(UpdateChannelRequest.class).getFirst();
        assertEquals(List.of("*"), request.getUpdateMask().getPathsList());
        assertEquals("x1", request.getChannel().getEtag());
    }

    @Test
    void aResourceThatIsAsTheFileSaysIsLeftAlone() throws IOException {
        there();
        Ran ran = apply("{name: channels/cam, displayName: Roof}");
        assertEquals("channels/cam unchanged\n", ran.output());
        assertEquals(List.of(), server.asked(UpdateChannelRequest.class));
    }

    @Test
    void whereOneIsRefusedItIsToldWhatWasAppliedAndWhatWasNot() throws IOException {
        server.on("CreateRule", _ -> {
            throw Status.INVALID_ARGUMENT
                    .withDescription("a rule needs an action")
                    .asRuntimeException();
        });
        Ran ran = apply("[{name: tags/n}, {name: rules/r}, {name: tags/m}, {name: channels/cam}]");
        assertEquals("channels/cam created\n", ran.output());
        assertEquals(
                "millrace: rules/r could not be applied: a rule needs an action\nnot applied either: tags/n, tags/m\n",
                ran.errors());
        assertEquals(ExitCode.FAILED, ran.code());
    }

    private void there() {
        server.on(
                "GetChannel",
                _ -> named(Channel.newBuilder()
                        .setDisplayName("Roof")
                        .setEtag("7")
                        .setRevision(7)
                        .build()));
    }

    private static Channel named(Channel channel) {
        return channel.toBuilder().setName("channels/cam").build();
    }

    private Ran apply(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("f.yaml"), text);
        return Ran.command("apply", "-f", file.toString(), "--control", server.uri());
    }
}
