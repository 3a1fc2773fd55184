package io.millrace.edge;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.chunklog.Announcement;
import io.millrace.chunklog.ObjectPath;
import io.millrace.standalone.ChunkedPut;
import io.millrace.standalone.Millrace;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an edge holds of each path, over a real Redis, with announcements that the test makes. */
final class EdgeObjectsTest {

    private static final int LIMIT_SECONDS = 60;

    @RegisterExtension
    static final Millrace MILLRACE = Millrace.onOneRedis();

    private final Asking asking = new Asking();
    private final EdgeObjects objects = new EdgeObjects(
            MILLRACE.chunkLog(),
            new Deaf(),
            new HeldRequests(10),
            OwnEdge.config(Map.of()),
            Runnable::run,
            System::nanoTime,
            new EdgeCounters());
    private String directory;

    /** Nothing is announced but by the test. */
    private static final class Deaf implements EdgeObjects.AnnouncementsHeard {

        @Override
        public boolean current() {
            return true;
        }

        @Override
        public long currentSinceNanos() {
            return 0;
        }
    }

    @BeforeEach
    void inADirectoryOfItsOwn(TestInfo test) {
        directory = "/objects/" + test.getTestMethod().orElseThrow().getName() + "/";
    }

    @AfterEach
    void letGo() {
        objects.close();
    }

    @Test
    void anUploadThatIsToldToBeDeletedIsNotBegunAnyMoreWhileItsTailGoesOn() throws Exception {
        ObjectPath path = new ObjectPath(directory, "a.m4s");
        try (ChunkedPut put = ChunkedPut.open(MILLRACE.ingest(path.toString()))) {
            put.chunk("begun");
            await().until(() -> there(path));
            LiveObject begun = objects.known(path);
            assertNotNull(begun);

            objects.announced(new Announcement.Deleted(path, begun.generation()));

            assertTrue(begun.aborted());
            assertEquals(1, objects.tails());
            assertNull(objects.known(path));
            assertNull(objects.atHand(path));
            begun.release();
            put.end();
            await().until(() -> objects.tails() == 0);
        }
    }

    @Test
    void anUploadWhoseTailIsAtItsEndIsForgotten() throws Exception {
        ObjectPath path = new ObjectPath(directory, "a.m4s");
        try (ChunkedPut put = ChunkedPut.open(MILLRACE.ingest(path.toString()))) {
            put.chunk("begun");
            await().until(() -> there(path));
        }
        await().until(() -> objects.tails() == 0);
        assertNull(objects.known(path));
        assertEquals(0, objects.memory().heldBytes());
    }

    @Test
    void aReplacedPlaylistGivesItsMemoryBackWhenItsLastReaderDoes() throws Exception {
        ObjectPath path = new ObjectPath(directory, "a.m3u8");
        asking.put(MILLRACE.ingest(path.toString()), "#EXTM3U\n#1\n");
        LiveObject first = found(path);
        await().until(first::whole);
        asking.put(MILLRACE.ingest(path.toString()), "#EXTM3U\n#2\n");

        LiveObject second = found(path);

        assertTrue(second.generation() > first.generation());
        assertTrue(first.retain(), "its reader still has it");
        first.release();
        first.release();
        assertFalse(first.retain(), "nobody else does");
        await().until(second::whole);
        second.release();
        assertTrue(second.retain(), "the cache has the new one");
        second.release();
    }

    @Test
    void whatWasDeletedIsGone() throws Exception {
        ObjectPath path = new ObjectPath(directory, "a.m4s");
        asking.put(MILLRACE.ingest(path.toString()), "x");
        found(path).release();
        asking.send("DELETE", MILLRACE.ingest(path.toString()));

        assertEquals(Found.Nothing.GONE, lookUp(path));
        assertNull(objects.atHand(path));
    }

    private boolean there(ObjectPath path) throws Exception {
        Found found = lookUp(path);
        found.letGo();
        return found instanceof Found.There;
    }

    private LiveObject found(ObjectPath path) throws Exception {
        return assertInstanceOf(Found.There.class, lookUp(path)).object();
    }

    private Found lookUp(ObjectPath path) throws Exception {
        return objects.lookUp(path, Optional.empty()).toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }
}
