package io.millrace.cli.live;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.grpc.Status;
import io.millrace.cli.ExitCode;
import io.millrace.cli.Ran;
import io.millrace.cli.ScriptedControl;
import io.millrace.proto.control.v1.LiveDirectory;
import io.millrace.proto.control.v1.WatchLiveRequest;
import io.millrace.proto.control.v1.WatchLiveResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code millrace live} does where its control plane goes away. */
class LiveRestartTest {

    private static final WatchLiveResponse ONE = WatchLiveResponse.newBuilder()
            .addDirectories(LiveDirectory.newBuilder().setDirectory("/live/a/"))
            .setComplete(true)
            .build();

    private ScriptedControl server;

    @BeforeEach
    void start() throws IOException {
        server = new ScriptedControl();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aControlPlaneThatComesBackOnItsPortIsFound() throws Exception {
        Status[] away = Collections.nCopies(100, Status.UNAVAILABLE).toArray(Status[]::new);
        server.streams("WatchLive", List.of(ONE), away);
        CompletableFuture<Ran> live = CompletableFuture.supplyAsync(this::live);
        await().until(() -> server.asked(WatchLiveRequest.class).size() > 1);
        server.close();
        server = new ScriptedControl(server.port());
        server.streams("WatchLive", List.of(ONE));
        Ran ran = live.get(60, TimeUnit.SECONDS);
        assertEquals(ExitCode.OK, ran.code(), ran::errors);
        assertEquals(1, server.asked(WatchLiveRequest.class).size());
    }

    @Test
    void aWatchThatIsCutOffIsBegunAnewAndItIsToldSo() {
        server.streams("WatchLive", List.of(ONE), Status.UNAVAILABLE, Status.UNAVAILABLE);
        Ran ran = live();
        assertEquals(ExitCode.OK, ran.code(), ran::errors);
        assertEquals(
                3,
                ran.output().lines().filter(line -> line.contains("/live/a/")).count());
        String lost = """
                millrace: the control plane is away; trying until it is back
                millrace: the control plane is back; all that is live follows
                """;
        assertEquals(lost + lost, ran.errors());
    }

    @Test
    void aControlPlaneThatWasNeverThereIsNotWaitedFor() {
        server.streams("WatchLive", List.of(), Status.UNAVAILABLE);
        assertEquals(ExitCode.UNREACHABLE, live().code());
        assertEquals(1, server.asked(WatchLiveRequest.class).size());
    }

    @Test
    void aControlPlaneThatRefusesTheCallerAfterItsRestartIsNotAskedAgain() {
        server.streams("WatchLive", List.of(ONE), Status.UNAVAILABLE, Status.UNAUTHENTICATED);
        assertEquals(ExitCode.NOT_ALLOWED, live().code());
        assertEquals(2, server.asked(WatchLiveRequest.class).size());
    }

    private Ran live() {
        return Ran.command("live", "--output", "json", "--control", server.uri());
    }
}
