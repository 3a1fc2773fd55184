package io.millrace.control;

import static io.millrace.control.Replicas.assertFails;
import static io.millrace.control.Replicas.detail;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.FieldMask;
import com.google.protobuf.util.Durations;
import com.google.rpc.BadRequest;
import com.google.rpc.PreconditionFailure;
import com.google.rpc.ResourceInfo;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.millrace.proto.control.v1.Channel;
import io.millrace.proto.control.v1.ChannelLimits;
import io.millrace.proto.control.v1.ChannelServiceGrpc;
import io.millrace.proto.control.v1.ChannelServiceGrpc.ChannelServiceBlockingStub;
import io.millrace.proto.control.v1.CorsPolicy;
import io.millrace.proto.control.v1.CreateChannelRequest;
import io.millrace.proto.control.v1.CreateKeyRequest;
import io.millrace.proto.control.v1.DeleteChannelRequest;
import io.millrace.proto.control.v1.GetChannelRequest;
import io.millrace.proto.control.v1.GetKeyRequest;
import io.millrace.proto.control.v1.KeyServiceGrpc;
import io.millrace.proto.control.v1.ListChannelsRequest;
import io.millrace.proto.control.v1.ListChannelsResponse;
import io.millrace.proto.control.v1.UpdateChannelRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** ChannelService over a socket and a real Redis. */
final class ChannelsTest {

    @RegisterExtension
    static final Replicas REPLICAS = new Replicas(Map.of());

    private static ChannelServiceBlockingStub channels;

    @BeforeAll
    static void connect() {
        channels = ChannelServiceGrpc.newBlockingStub(REPLICAS.channel());
    }

    @Test
    void aChannelIsWhatItWasCreatedAs() {
        Channel created = create("made", "/made/");

        assertEquals("channels/made", created.getName());
        assertTrue(created.getRevision() > 0);
        assertEquals(created.getCreateTime(), created.getUpdateTime());
        assertEquals(created, get("made"));
    }

    @Test
    void whatOnlyTheControlPlaneSetsIsNotTakenFromARequest() {
        Channel wish = Channel.newBuilder()
                .setName("channels/other")
                .setPathPrefix("/wish/")
                .setRevision(99_999)
                .setEtag("wish")
                .build();

        Channel created = channels.createChannel(CreateChannelRequest.newBuilder()
                .setChannelId("wish")
                .setChannel(wish)
                .build());

        assertEquals("channels/wish", created.getName());
        assertNotEquals(99_999, created.getRevision());
    }

    @Test
    void aNameIsTakenOnce() {
        create("once", "/once/");

        StatusRuntimeException failure =
                assertFails(Code.ALREADY_EXISTS, "ALREADY_EXISTS", () -> create("once", "/twice/"));

        assertEquals("channels/once", detail(failure, ResourceInfo.class).getResourceName());
    }

    @Test
    void aPathPrefixIsOneChannels() {
        create("owner", "/owned/");

        StatusRuntimeException failure =
                assertFails(Code.ALREADY_EXISTS, "PATH_PREFIX_TAKEN", () -> create("thief", "/owned/"));

        assertEquals("channels/owner", detail(failure, ResourceInfo.class).getResourceName());
        assertFails(Code.NOT_FOUND, "NOT_FOUND", () -> get("thief"));
    }

    @Test
    void aPathPrefixThatWasGivenUpMayBeTaken() {
        create("mover", "/old/");
        update(Channel.newBuilder().setName("channels/mover").setPathPrefix("/new/"), "path_prefix");
        create("heir", "/old/");
        delete("mover", "");

        assertEquals("/new/", create("second-heir", "/new/").getPathPrefix());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "live/", "/live", "//", "/a//b/", "/../", "/a/./", "/a?b/", "/a%20/", "/a\n/"})
    void aPathPrefixIsAnAbsoluteDirectory(String prefix) {
        StatusRuntimeException failure =
                assertFails(Code.INVALID_ARGUMENT, "INVALID_FIELDS", () -> create("invalid", prefix));

        assertEquals(
                "path_prefix",
                detail(failure, BadRequest.class).getFieldViolations(0).getField());
    }

    @Test
    void everyWrongFieldIsTold() {
        Channel wrong = Channel.newBuilder()
                .setPathPrefix("nowhere")
                .setRetention(Durations.fromDays(2))
                .setLimits(ChannelLimits.newBuilder().setMaxUploads(-1))
                .setCors(CorsPolicy.newBuilder().addOrigins("*").setCredentials(true))
                .build();

        StatusRuntimeException failure = assertFails(
                Code.INVALID_ARGUMENT,
                "INVALID_FIELDS",
                () -> channels.createChannel(CreateChannelRequest.newBuilder()
                        .setChannelId("9")
                        .setChannel(wrong)
                        .build()));

        assertEquals(
                List.of("channel_id", "path_prefix", "retention", "limits.max_uploads", "cors.origins"),
                detail(failure, BadRequest.class).getFieldViolationsList().stream()
                        .map(BadRequest.FieldViolation::getField)
                        .toList());
    }

    @Test
    void whatTheMaskNamesIsChangedAndNothingElse() {
        channels.createChannel(CreateChannelRequest.newBuilder()
                .setChannelId("masked")
                .setChannel(Channel.newBuilder()
                        .setPathPrefix("/masked/")
                        .setDisplayName("before")
                        .putLabels("a", "1")
                        .setLimits(ChannelLimits.newBuilder().setMaxBitRate(5).setMaxUploads(6)))
                .build());

        Channel changed = update(
                Channel.newBuilder()
                        .setName("channels/masked")
                        .setDisplayName("not named")
                        .setPathPrefix("/elsewhere/")
                        .putLabels("b", "2")
                        .setLimits(ChannelLimits.newBuilder().setMaxUploads(7)),
                "limits.max_uploads",
                "labels");

        assertEquals("before", changed.getDisplayName());
        assertEquals("/masked/", changed.getPathPrefix());
        assertEquals(Map.of("b", "2"), changed.getLabelsMap());
        assertEquals(5, changed.getLimits().getMaxBitRate());
        assertEquals(7, changed.getLimits().getMaxUploads());
    }

    @Test
    void withoutAMaskTheFieldsThatAreSetAreChanged() {
        create("unmasked", "/unmasked/");

        Channel changed =
                update(Channel.newBuilder().setName("channels/unmasked").setDisplayName("after"));

        assertEquals("after", changed.getDisplayName());
        assertEquals("/unmasked/", changed.getPathPrefix());
    }

    @Test
    void aMaskOfEverythingClearsWhatIsNotSet() {
        create("starred", "/starred/");
        update(Channel.newBuilder().setName("channels/starred").setDisplayName("before"));

        Channel changed =
                update(Channel.newBuilder().setName("channels/starred").setPathPrefix("/starred/"), "*");

        assertEquals("", changed.getDisplayName());
        assertEquals("channels/starred", changed.getName());
        assertTrue(changed.hasCreateTime());
    }

    @Test
    void aMaskThatNamesNoFieldIsRefused() {
        create("unknown", "/unknown/");

        StatusRuntimeException failure = assertFails(
                Code.INVALID_ARGUMENT,
                "INVALID_FIELDS",
                () -> update(Channel.newBuilder().setName("channels/unknown"), "colour"));

        assertEquals(
                "update_mask",
                detail(failure, BadRequest.class).getFieldViolations(0).getField());
    }

    @Test
    void aChangeOfWhatWasChangedSinceIsAborted() {
        Channel seen = create("stale", "/stale/");
        update(Channel.newBuilder().setName(seen.getName()).setDisplayName("faster"));

        StatusRuntimeException failure = assertFails(
                Code.ABORTED, "ETAG_MISMATCH", () -> update(seen.toBuilder().setDisplayName("slower"), "display_name"));

        assertEquals(
                "channels/stale",
                detail(failure, PreconditionFailure.class).getViolations(0).getSubject());
        assertFails(Code.ABORTED, "ETAG_MISMATCH", () -> delete("stale", seen.getEtag()));
        assertEquals("faster", get("stale").getDisplayName());
    }

    @Test
    void ofManyWritersWithOneEtagOneWins() throws Exception {
        Channel seen = create("raced", "/raced/");
        List<Callable<Code>> writers = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            String name = "writer " + i;
            writers.add(() -> {
                try {
                    update(seen.toBuilder().setDisplayName(name), "display_name");
                    return Code.OK;
                } catch (StatusRuntimeException e) {
                    return e.getStatus().getCode();
                }
            });
        }

        List<Code> results = inParallel(writers);

        assertEquals(1, results.stream().filter(Code.OK::equals).count(), results::toString);
        assertEquals(15, results.stream().filter(Code.ABORTED::equals).count(), results::toString);
    }

    @Test
    void writersWithoutAnEtagLoseNoChangeOfOthers() throws Exception {
        create("shared", "/shared/");
        List<Callable<Code>> writers = List.of(
                () -> {
                    update(Channel.newBuilder().setName("channels/shared").setDisplayName("one"), "display_name");
                    return Code.OK;
                },
                () -> {
                    update(
                            Channel.newBuilder()
                                    .setName("channels/shared")
                                    .setLimits(ChannelLimits.newBuilder().setMaxUploads(3)),
                            "limits.max_uploads");
                    return Code.OK;
                },
                () -> {
                    update(Channel.newBuilder().setName("channels/shared").setEdgeCount(2), "edge_count");
                    return Code.OK;
                });

        inParallel(writers);

        Channel written = get("shared");
        assertEquals("one", written.getDisplayName());
        assertEquals(3, written.getLimits().getMaxUploads());
        assertEquals(2, written.getEdgeCount());
    }

    @Test
    void aChangeThatChangesNothingMakesNoRevision() {
        Channel created = create("same", "/same/");

        assertEquals(
                created, update(Channel.newBuilder().setName("channels/same").setPathPrefix("/same/")));
    }

    @Test
    void pagesHoldEveryChannelOnceInTheOrderOfNames() {
        List<String> names = IntStream.range(10, 35).mapToObj(i -> "page-" + i).toList();
        names.forEach(name -> create(name, "/" + name + "/"));
        List<String> found = new ArrayList<>();
        String token = "";
        do {
            ListChannelsResponse page = channels.listChannels(ListChannelsRequest.newBuilder()
                    .setPageSize(7)
                    .setPageToken(token)
                    .build());
            assertTrue(page.getChannelsCount() <= 7);
            page.getChannelsList().forEach(channel -> found.add(channel.getName()));
            token = page.getNextPageToken();
        } while (!token.isEmpty());

        assertEquals(found.stream().sorted().distinct().toList(), found);
        assertEquals(
                names,
                found.stream()
                        .map(name -> name.substring(9))
                        .filter(names::contains)
                        .toList());
    }

    @Test
    void aPageTokenThatNobodyGaveIsRefused() {
        assertFails(
                Code.INVALID_ARGUMENT,
                "INVALID_FIELDS",
                () -> channels.listChannels(
                        ListChannelsRequest.newBuilder().setPageToken("guessed").build()));
        assertFails(
                Code.INVALID_ARGUMENT,
                "INVALID_FIELDS",
                () -> channels.listChannels(
                        ListChannelsRequest.newBuilder().setPageSize(-1).build()));
    }

    @Test
    void aChannelTakesItsKeysWithIt() {
        create("parent", "/parent/");
        var keys = KeyServiceGrpc.newBlockingStub(REPLICAS.channel());
        keys.createKey(CreateKeyRequest.newBuilder()
                .setParent("channels/parent")
                .setKeyId("child")
                .build());

        delete("parent", "");

        assertFails(Code.NOT_FOUND, "NOT_FOUND", () -> get("parent"));
        assertFails(
                Code.NOT_FOUND,
                "NOT_FOUND",
                () -> keys.getKey(GetKeyRequest.newBuilder()
                        .setName("channels/parent/keys/child")
                        .build()));
    }

    @Test
    void whatIsNotThereIsNotFound() {
        assertFails(Code.NOT_FOUND, "NOT_FOUND", () -> get("nobody"));
        assertFails(Code.NOT_FOUND, "NOT_FOUND", () -> delete("nobody", ""));
        assertFails(
                Code.NOT_FOUND,
                "NOT_FOUND",
                () -> update(Channel.newBuilder().setName("channels/nobody").setDisplayName("x")));
        assertFails(Code.INVALID_ARGUMENT, "INVALID_FIELDS", () -> get("No body"));
    }

    private static <T> List<T> inParallel(List<Callable<T>> calls) throws Exception {
        List<T> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<T> call : threads.invokeAll(calls)) {
                results.add(call.get());
            }
        }
        return results;
    }

    private static Channel create(String id, String prefix) {
        return channels.createChannel(CreateChannelRequest.newBuilder()
                .setChannelId(id)
                .setChannel(Channel.newBuilder().setPathPrefix(prefix))
                .build());
    }

    private static Channel get(String id) {
        return channels.getChannel(
                GetChannelRequest.newBuilder().setName("channels/" + id).build());
    }

    private static Channel update(Channel.Builder channel, String... mask) {
        return channels.updateChannel(UpdateChannelRequest.newBuilder()
                .setChannel(channel)
                .setUpdateMask(FieldMask.newBuilder().addAllPaths(List.of(mask)))
                .build());
    }

    private static void delete(String id, String etag) {
        channels.deleteChannel(DeleteChannelRequest.newBuilder()
                .setName("channels/" + id)
                .setEtag(etag)
                .build());
    }
}
