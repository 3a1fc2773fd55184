package io.millrace.chunklog;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What comes of an upload that ends well. */
abstract class Completions extends Uploads {

    @Nested
    class Headers {

        private final ContentHeaders headers =
                new ContentHeaders("video/mp4", Map.of("cache-control", "max-age=7", "icy-name", "Mill: race"));

        @Test
        void theHeadersOfAnUploadInProgressAreFound() throws Exception {
            open(log(), "a.m4s", headers, "12345");

            assertEquals(headers, find("a.m4s").open().orElseThrow().headers());
        }

        @Test
        void theHeadersOfAWholeObjectAreFound() throws Exception {
            Completion completion = open(log(), "a.m4s", headers, "12345").complete();

            assertEquals(headers, completion.object().headers());
            assertEquals(headers, find("a.m4s").complete().orElseThrow().headers());
        }

        @Test
        void aReplacedObjectHasTheHeadersOfTheNewUpload() throws Exception {
            open(log(), "a.m4s", headers, "12345").complete();
            put("a.m4s");

            assertEquals(
                    ContentHeaders.of("video/mp4"),
                    find("a.m4s").complete().orElseThrow().headers());
        }
    }

    @Nested
    class Patches {

        @Test
        void aPatchReplacesTheGenerationThatItWasMadeFrom() throws Exception {
            long original = put("a.m4s").object().generation();
            Writing patch = open("a.m4s", "patch");

            Completion completion = patch.completeOver(original).get(30, TimeUnit.SECONDS);

            assertTrue(completion.replaced());
            assertEquals(patch.generation(), generation("a.m4s"));
        }

        @Test
        void aPatchDoesNotReplaceAnUploadThatWasFaster() throws Exception {
            long original = put("a.m4s").object().generation();
            Writing upload = open("a.m4s", "newer");
            Writing patch = open("a.m4s", "patch");
            upload.complete();

            patch.completeOver(original);

            assertEquals(WriteFailure.OVERTAKEN, patch.failure());
            await().until(() -> find("a.m4s").open().isEmpty());
            assertEquals(upload.generation(), generation("a.m4s"));
        }

        @Test
        void aPatchDoesNotBringBackWhatWasDeleted() throws Exception {
            long original = put("a.m4s").object().generation();
            delete("a.m4s");
            Writing patch = open("a.m4s", "patch");

            patch.completeOver(original);

            assertEquals(WriteFailure.OVERTAKEN, patch.failure());
            await().until(() -> find("a.m4s").equals(ObjectState.GONE));
        }
    }

    @Nested
    class Window {

        @Test
        void aSegmentBeyondTheWindowIsDeletedAndTold() throws Exception {
            try (ChunkLog windowed = window(2)) {
                Completion oldest = put(windowed, "1.m4s");
                assertEquals(List.of(), put(windowed, "2.m4s").dropped());

                Completion third = put(windowed, "3.m4s");

                assertEquals(List.of(new Dropped(path("1.m4s"), oldest.object().generation())), third.dropped());
                assertEquals(ObjectState.GONE, find("1.m4s"));
                assertEquals(List.of("2.m4s", "3.m4s"), names(10));
            }
        }

        @Test
        void allThatIsBeyondTheWindowIsDeletedTheOldestFirst() throws Exception {
            for (String name : List.of("c.m4s", "a.m4s", "b.m4s", "d.m4s")) {
                put(name);
            }
            try (ChunkLog windowed = window(2)) {
                assertEquals(
                        List.of(path("c.m4s"), path("a.m4s"), path("b.m4s")),
                        put(windowed, "e.m4s").dropped().stream()
                                .map(Dropped::path)
                                .toList());
            }
        }

        @Test
        void aWindowThatWasLoweredIsReachedAHundredSegmentsAtATime() throws Exception {
            for (int i = 0; i < 150; i++) {
                put(i + ".m4s");
            }
            try (ChunkLog windowed = window(1)) {
                assertEquals(100, put(windowed, "next.m4s").dropped().size());
                assertEquals(51, put(windowed, "last.m4s").dropped().size());
                assertEquals(List.of("last.m4s"), names(10));
            }
        }

        @Test
        void playlistsAndInitializationSegmentsDoNotCount() throws Exception {
            try (ChunkLog windowed = window(1)) {
                put(windowed, "list.mpd");
                open(windowed, "init.m4s", ContentHeaders.of("video/mp4"), "\0\0\0\20ftypiso6")
                        .complete();
                put(windowed, "1.m4s");
                put(windowed, "list.mpd");

                assertEquals(List.of("1.m4s", "init.m4s", "list.mpd"), names(10));
            }
        }

        @Test
        void whatWasDeletedDoesNotCount() throws Exception {
            try (ChunkLog windowed = window(2)) {
                put(windowed, "1.m4s");
                put(windowed, "2.m4s");
                delete("2.m4s");

                assertEquals(List.of(), put(windowed, "3.m4s").dropped());
            }
        }

        @Test
        void aSegmentThatIsPutAgainIsTheNewest() throws Exception {
            try (ChunkLog windowed = window(2)) {
                put(windowed, "1.m4s");
                put(windowed, "2.m4s");
                put(windowed, "1.m4s");
                put(windowed, "3.m4s");

                assertEquals(List.of("1.m4s", "3.m4s"), names(10));
            }
        }

        @Test
        void whoReadsADroppedSegmentCanFinish() throws Exception {
            try (ChunkLog windowed = window(1)) {
                long generation = put(windowed, "1.m4s").object().generation();
                put(windowed, "2.m4s");
                FollowedLog followed = new FollowedLog();

                log().follow(path("1.m4s"), generation, 0, Optional.empty(), followed);

                assertEquals(5, followed.end().length());
                assertEquals(List.of("12345"), followed.chunks());
            }
        }

        @Test
        void aSegmentThatIsBeingReplacedIsDroppedAndItsUploadGoesOn() throws Exception {
            try (ChunkLog windowed = window(1)) {
                put(windowed, "1.m4s");
                Writing again = open(windowed, "1.m4s", ContentHeaders.of("video/mp4"), "again");
                put(windowed, "2.m4s");

                assertTrue(find("1.m4s").complete().isEmpty());
                again.complete();
                assertEquals(again.generation(), generation("1.m4s"));
            }
        }

        @Test
        void aWindowOfLessThanNothingIsRefused() {
            assertThrows(InvalidSettingException.class, () -> window(-1));
        }

        private ChunkLog window(int objects) {
            return log(TestRetention.window(objects));
        }
    }
}
