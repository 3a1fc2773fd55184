package io.millrace.edge;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.millrace.access.playback.SigningKey;
import io.millrace.standalone.ChunkedPut;
import io.millrace.standalone.Millrace;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Readers of an upload in progress from whom what they were let in with is taken. */
final class RevocationTest {

    private static final String DIRECTORY = "/revocation/";

    @RegisterExtension
    static final Millrace MILLRACE = Millrace.onOneRedis();

    private static final AtomicInteger OBJECTS = new AtomicInteger();

    private final SaidChannels channels = new SaidChannels();
    private final OwnEdge edge = new OwnEdge(MILLRACE, Map.of(), channels);
    private final String name = "live" + OBJECTS.incrementAndGet() + ".ts";
    private ChunkedPut put;
    private Player player;
    private BlockingQueue<Object> heard;

    @AfterEach
    void stop() throws Exception {
        player.close();
        put.close();
        await().until(() -> edge.readers() == 0 && edge.tails() == 0);
        edge.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = HttpVersion.class,
            names = {"HTTP_1_1", "HTTP_2"})
    void aKeyThatIsRevokedCutsItsReadersOffAndNobodyElses(HttpVersion version) throws Exception {
        SigningKey key = signed();
        SigningKey other = channels.signingKey("c", "other");
        listen(version, SaidChannels.token(key, "k", DIRECTORY));
        BlockingQueue<Object> others =
                player.listen("/" + SaidChannels.token(other, "other", DIRECTORY) + DIRECTORY + name);
        assertEquals("one", Player.next(others));

        channels.revoke("c", "k");

        isCutOff();
        goesOn(others);
    }

    @ParameterizedTest
    @EnumSource(
            value = HttpVersion.class,
            names = {"HTTP_1_1", "HTTP_2"})
    void aKeyThatIsDeletedCutsItsReadersOff(HttpVersion version) throws Exception {
        listen(version, SaidChannels.token(signed(), "k", DIRECTORY));
        channels.remove("channels/c/playbackKeys/k");
        isCutOff();
    }

    @ParameterizedTest
    @EnumSource(
            value = HttpVersion.class,
            names = {"HTTP_1_1", "HTTP_2"})
    void aChannelThatIsDisabledCutsItsReadersOff(HttpVersion version) throws Exception {
        channels.channel("c", DIRECTORY, says -> says);
        listen(version, "mrt1.none");
        channels.channel("c", DIRECTORY, says -> says.setDisabled(true));
        isCutOff();
    }

    @ParameterizedTest
    @EnumSource(
            value = HttpVersion.class,
            names = {"HTTP_1_1", "HTTP_2"})
    void aChannelThatIsDeletedCutsItsReadersOff(HttpVersion version) throws Exception {
        channels.channel("c", DIRECTORY, says -> says);
        listen(version, "mrt1.none");
        channels.remove("channels/c");
        isCutOff();
    }

    @ParameterizedTest
    @EnumSource(
            value = HttpVersion.class,
            names = {"HTTP_1_1", "HTTP_2"})
    void aKeyThatComesToItsEndCutsNobodyOff(HttpVersion version) throws Exception {
        String token = SaidChannels.token(signed(), "k", DIRECTORY);
        listen(version, token);
        channels.expire("c", "k");
        assertEquals(403, player.get("/" + token + DIRECTORY + name).status());
        goesOn(heard);
    }

    private SigningKey signed() {
        channels.signed("c", DIRECTORY);
        return channels.signingKey("c", "k");
    }

    private void listen(HttpVersion version, String token) throws Exception {
        player = new Player(version, edge.at("/"));
        String path = "/" + token + DIRECTORY + name;
        put = ChunkedPut.open(MILLRACE.ingest(DIRECTORY + name));
        put.chunk("one");
        await().until(() -> player.send(HttpMethod.HEAD, path).status() == 200);
        heard = player.listen(path);
        assertEquals("one", Player.next(heard));
    }

    private void isCutOff() throws Exception {
        assertInstanceOf(Throwable.class, Player.next(heard));
    }

    private void goesOn(BlockingQueue<Object> reader) throws Exception {
        put.chunk("two");
        assertEquals("two", Player.next(reader));
        put.end();
        assertEquals(Player.END, Player.next(reader));
    }
}
