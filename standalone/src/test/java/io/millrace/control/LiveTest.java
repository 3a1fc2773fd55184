package io.millrace.control;

import static io.millrace.control.Replicas.assertFails;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import io.grpc.Context;
import io.grpc.Status.Code;
import io.millrace.proto.control.v1.Channel;
import io.millrace.proto.control.v1.ChannelServiceGrpc;
import io.millrace.proto.control.v1.CreateChannelRequest;
import io.millrace.proto.control.v1.LatencySummary;
import io.millrace.proto.control.v1.ListLiveRequest;
import io.millrace.proto.control.v1.ListLiveResponse;
import io.millrace.proto.control.v1.LiveDirectory;
import io.millrace.proto.control.v1.LiveServiceGrpc;
import io.millrace.proto.control.v1.LiveServiceGrpc.LiveServiceBlockingStub;
import io.millrace.proto.control.v1.Publishing;
import io.millrace.proto.control.v1.Reading;
import io.millrace.proto.control.v1.ReportLiveRequest;
import io.millrace.proto.control.v1.ServiceKind;
import io.millrace.proto.control.v1.WatchLiveRequest;
import io.millrace.proto.control.v1.WatchLiveResponse;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** LiveService. */
final class LiveTest {

    @RegisterExtension
    static final Replicas REPLICAS = new Replicas(Map.of("millrace.control.live.report", "1s"));

    private static LiveServiceBlockingStub live;

    @BeforeAll
    static void connect() {
        live = LiveServiceGrpc.newBlockingStub(REPLICAS.channel());
    }

    @Test
    void whatSeveralServicesReportOfADirectoryIsPutTogether() {
        await().untilAsserted(() -> {
            report(ServiceKind.SERVICE_KIND_INGEST, "i1", publishing("/sum/", 2));
            report(ServiceKind.SERVICE_KIND_EDGE, "e1", reading("/sum/", 3, 5));
            report(ServiceKind.SERVICE_KIND_EDGE, "e2", reading("/sum/", 4, 9));

            ListLiveResponse listed = list("/sum/");
            assertEquals(1, listed.getDirectoriesCount());
            LiveDirectory sum = listed.getDirectories(0);
            assertEquals(2, sum.getPublishing().getUploads());
            assertEquals(7, sum.getReading().getReaders());
            assertEquals(Durations.fromMillis(9), sum.getReading().getLatency().getP99());
            assertEquals(Timestamps.fromSeconds(100), sum.getStartTime());
            assertTrue(sum.hasReportTime());
        });
    }

    @Test
    void aReportTakesThePlaceOfTheLastOneAndWhatIsNotReportedAgainIsGone() {
        report(ServiceKind.SERVICE_KIND_INGEST, "i2", publishing("/gone/one/", 1), publishing("/gone/two/", 1));
        await().until(() -> list("/gone/").getDirectoriesCount() == 2);

        report(ServiceKind.SERVICE_KIND_INGEST, "i2", publishing("/gone/two/", 1));
        await().until(() -> list("/gone/").getDirectoriesCount() == 1);
        await().until(() -> list("/gone/").getDirectoriesCount() == 0);
    }

    @Test
    void aDirectoryHasTheChannelWhoseItIs() {
        ChannelServiceGrpc.newBlockingStub(REPLICAS.channel())
                .createChannel(CreateChannelRequest.newBuilder()
                        .setChannelId("owner")
                        .setChannel(Channel.newBuilder().setPathPrefix("/owned/"))
                        .build());

        await().untilAsserted(() -> {
            report(ServiceKind.SERVICE_KIND_INGEST, "i3", publishing("/owned/cam/", 1), publishing("/free/", 1));
            ListLiveResponse owned = live.listLive(
                    ListLiveRequest.newBuilder().setChannel("channels/owner").build());
            assertEquals(1, owned.getDirectoriesCount());
            assertEquals("/owned/cam/", owned.getDirectories(0).getDirectory());
            assertEquals("channels/owner", owned.getDirectories(0).getChannel());
        });
    }

    @Test
    void whatIsLiveIsListedInPages() {
        LiveDirectory[] many = IntStream.range(0, 5)
                .mapToObj(i -> publishing("/pages/" + i + "/", 1))
                .toArray(LiveDirectory[]::new);
        await().untilAsserted(() -> {
            report(ServiceKind.SERVICE_KIND_INGEST, "i4", many);
            List<String> seen = new ArrayList<>();
            String token = "";
            do {
                ListLiveResponse page = live.listLive(ListLiveRequest.newBuilder()
                        .setPathPrefix("/pages/")
                        .setPageSize(2)
                        .setPageToken(token)
                        .build());
                page.getDirectoriesList().forEach(directory -> seen.add(directory.getDirectory()));
                token = page.getNextPageToken();
            } while (!token.isEmpty());
            assertEquals(
                    IntStream.range(0, 5).mapToObj(i -> "/pages/" + i + "/").toList(), seen);
        });
    }

    @Test
    void aWatcherIsToldOfAllThenOfChangesThenOfEnds() {
        report(ServiceKind.SERVICE_KIND_EDGE, "e5", reading("/watched/a/", 1, 1));
        await().until(() -> list("/watched/").getDirectoriesCount() == 1);

        try (Context.CancellableContext context = Context.current().withCancellation()) {
            context.run(() -> {
                Iterator<WatchLiveResponse> told = live.watchLive(WatchLiveRequest.newBuilder()
                        .setPathPrefix("/watched/")
                        .setInterval(Durations.fromMillis(500))
                        .build());
                WatchLiveResponse first = told.next();
                assertEquals("/watched/a/", first.getDirectories(0).getDirectory());
                assertTrue(first.getComplete());

                report(ServiceKind.SERVICE_KIND_EDGE, "e5", reading("/watched/b/", 1, 1));
                WatchLiveResponse second = told.next();
                assertEquals("/watched/b/", second.getDirectories(0).getDirectory());
                assertEquals(List.of("/watched/a/"), second.getEndedList());

                assertEquals(List.of("/watched/b/"), told.next().getEndedList(), "not reported again");
            });
        }
    }

    @Test
    void aWatcherOfNothingIsToldSoAtOnce() {
        try (Context.CancellableContext context = Context.current().withCancellation()) {
            context.run(() -> assertTrue(live.watchLive(WatchLiveRequest.newBuilder()
                            .setPathPrefix("/nothing/")
                            .build())
                    .next()
                    .getComplete()));
        }
    }

    @Test
    void whatIsNoReportIsRefused() {
        assertFails(
                Code.INVALID_ARGUMENT,
                "INVALID_FIELDS",
                () -> report(ServiceKind.SERVICE_KIND_UNSPECIFIED, "x", publishing("/x/", 1)));
        assertFails(
                Code.INVALID_ARGUMENT,
                "INVALID_FIELDS",
                () -> report(ServiceKind.SERVICE_KIND_EDGE, "x", publishing("x", 1)));
        assertFails(
                Code.INVALID_ARGUMENT,
                "INVALID_FIELDS",
                () -> live.watchLive(WatchLiveRequest.newBuilder()
                                .setInterval(Durations.fromMillis(1))
                                .build())
                        .next());
    }

    private static ListLiveResponse list(String prefix) {
        return live.listLive(ListLiveRequest.newBuilder().setPathPrefix(prefix).build());
    }

    private static void report(ServiceKind kind, String instance, LiveDirectory... directories) {
        live.reportLive(ReportLiveRequest.newBuilder()
                .setService(kind)
                .setInstance(instance)
                .addAllDirectories(List.of(directories))
                .build());
    }

    private static LiveDirectory publishing(String directory, int uploads) {
        return LiveDirectory.newBuilder()
                .setDirectory(directory)
                .setStartTime(Timestamps.fromSeconds(100))
                .setPublishing(Publishing.newBuilder().setUploads(uploads))
                .build();
    }

    private static LiveDirectory reading(String directory, int readers, long p99Millis) {
        return LiveDirectory.newBuilder()
                .setDirectory(directory)
                .setStartTime(Timestamps.fromSeconds(200))
                .setReading(Reading.newBuilder()
                        .setReaders(readers)
                        .setLatency(LatencySummary.newBuilder().setP99(Durations.fromMillis(p99Millis))))
                .build();
    }
}
