package io.millrace.chunklog;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What is in a directory, and what lately was. */
abstract class Directories extends Uploads {

    @Nested
    class Listing {

        @Test
        void aDirectoryListsItsWholeObjectsByName() throws Exception {
            Completion b = put("b.m4s");
            Completion a = open(log(), "a.mpd", ContentHeaders.of("text/xml"), "<MPD/>")
                    .complete();

            assertEquals(
                    List.of(
                            new Listed.ListedObject("a.mpd", 6, a.object().modified(), "text/xml"),
                            new Listed.ListedObject("b.m4s", 5, b.object().modified(), "video/mp4")),
                    list(10));
        }

        @Test
        void anUploadInProgressIsNotListed() throws Exception {
            put("a.m4s");
            open("b.m4s", "12345");

            assertEquals(List.of("a.m4s"), names(10));
        }

        @Test
        void aDeletedObjectIsNotListed() throws Exception {
            put("a.m4s");
            put("b.m4s");
            delete("a.m4s");

            assertEquals(List.of("b.m4s"), names(10));
        }

        @Test
        void anExpiredObjectIsNotListed() throws Exception {
            put("a.m4s");
            try (ChunkLog brief = log(TestRetention.shortSegments())) {
                put(brief, "b.m4s");
            }

            await().until(() -> names(10).equals(List.of("a.m4s")));
        }

        @Test
        void aDirectoryListsTheDirectoriesBelowItThatAreUploadedTo() throws Exception {
            put("a.m4s");
            put("v0/high/a.m4s");
            put("v1/a.m4s");

            await().until(() -> names(10).equals(List.of("a.m4s", "v0", "v1")));
            assertEquals(new Listed.ListedDirectory("v0"), list(10).get(1));
        }

        @Test
        void theRootListsItsDirectories() throws Exception {
            put("a.m4s");

            String name = directory.substring(1, directory.indexOf('/', 1));
            await().until(() -> get(log().list("/", ChunkLog.MOST_LISTED)).contains(new Listed.ListedDirectory(name)));
        }

        @Test
        void aDirectoryThatIsNoLongerUploadedToIsNotListed() throws Exception {
            try (ChunkLog brief = log(TestRetention.shortLives())) {
                put(brief, "v0/a.m4s");
            }

            await().until(() -> names(10).isEmpty());
        }

        @Test
        void ofMoreThanIsAskedForPlaylistsAndTheNewestAreListed() throws Exception {
            put("list.mpd");
            for (int i = 0; i < 5; i++) {
                put("seg-" + i + ".m4s");
            }

            assertEquals(List.of("list.mpd", "seg-3.m4s", "seg-4.m4s"), names(3));
        }

        @Test
        void manyObjectsAreListedWhole() throws Exception {
            List<Writing> writings = new ArrayList<>();
            List<String> expected = new ArrayList<>();
            for (int i = 1000; i < 2100; i++) {
                expected.add(i + ".m4s");
                writings.add(open(i + ".m4s", "12345"));
            }
            Collections.shuffle(writings);
            for (Writing writing : writings) {
                writing.complete();
            }

            assertEquals(expected, names(ChunkLog.MOST_LISTED));
        }

        @Test
        void aDirectoryThatIsNotThereHasAnEmptyListing() throws Exception {
            assertTrue(list(10).isEmpty());
        }
    }

    @Nested
    class Gone {

        @Test
        void anObjectThatExpiredIsGone() throws Exception {
            try (ChunkLog brief = log(TestRetention.shortSegments())) {
                put(brief, "a.m4s");
            }

            await().until(() -> find("a.m4s").equals(ObjectState.GONE));
        }

        @Test
        void anObjectThatWasDeletedIsGone() throws Exception {
            put("a.mpd");
            delete("a.mpd");

            assertEquals(ObjectState.GONE, find("a.mpd"));
        }

        @Test
        void anUploadThatWasDeletedWhileItWentOnIsGone() throws Exception {
            open("a.m4s", "12345");
            delete("a.m4s");

            assertEquals(ObjectState.GONE, find("a.m4s"));
        }

        @Test
        void anObjectThatNeverWasIsNotGone() throws Exception {
            put("b.m4s");

            assertEquals(ObjectState.ABSENT, find("a.m4s"));
        }

        @Test
        void deletingWhatNeverWasDoesNotMakeItGone() throws Exception {
            assertEquals(0, delete("a.m4s"));

            assertEquals(ObjectState.ABSENT, find("a.m4s"));
        }

        @Test
        void anUploadThatWasCutOffIsNotGone() throws Exception {
            Writing writing = open("a.m4s", "12345");
            writing.abort();

            await().until(() -> find("a.m4s").equals(ObjectState.ABSENT));
        }

        @Test
        void whatIsUploadedAgainIsNotGone() throws Exception {
            put("a.m4s");
            delete("a.m4s");
            Writing again = open("a.m4s", "12345");

            assertFalse(find("a.m4s").gone());
            assertTrue(find("a.m4s").open().isPresent());
            again.complete();
            assertFalse(find("a.m4s").gone());
        }

        @Test
        void whatIsGoneIsForgottenAfterAWhile() throws Exception {
            try (ChunkLog brief = log(TestRetention.shortLives())) {
                put(brief, "a.m4s");
            }

            await().until(() -> find("a.m4s").equals(ObjectState.ABSENT));
        }

        @Test
        void whatIsGoneIsForgottenAlsoWhereUploadsGoOn() throws Exception {
            try (ChunkLog brief = log(TestRetention.shortMemory())) {
                put(brief, "a.m4s");

                await().until(() -> {
                    put(brief, "b.m4s");
                    return find("a.m4s").equals(ObjectState.ABSENT);
                });
            }
        }
    }
}
