package io.millrace.cli.doctor;

import io.millrace.cli.http.Answer;
import io.millrace.cli.http.AnswerHead;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** A playlist that is asked for before it is there, put, replaced and deleted: caches may keep each answer for as long as it says. */
final class Caching implements Trial {

    private static final Duration AGAIN = Duration.ofMillis(100);
    /** Beyond what was told: an edge may not hear of a change for a second, and HTTP counts in whole seconds. */
    private static final Duration GRACE = Duration.ofSeconds(3);
    /** What may be kept for longer than this is not waited for. */
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final Site site;

    Caching(Site site) {
        this.site = site;
    }

    /** An answer that came, and how long caches may keep it. */
    private record Answered(AnswerHead head, String text, Duration lifetime) {

        /** Whether it is the playlist with this word. */
        boolean has(String word) {
            return head.status() == 200 && text.contains("# " + word);
        }
    }

    @Override
    public Set<Check> checks() {
        return EnumSet.of(Check.PLAYLIST_CACHING, Check.ABSENCE_CACHING, Check.DELETION_CACHING, Check.METHODS);
    }

    @Override
    public void run(Findings findings) throws IOException, InterruptedException {
        absence(findings);
        String name = site.name(".m3u8");
        put(name, "first");
        Answered first = ask(name);
        put(name, "second");
        changes(
                findings,
                Check.PLAYLIST_CACHING,
                name,
                first,
                answered -> answered.has("second"),
                "a playlist was served for %s after it was replaced");
        Answered second = ask(name);
        Answer deleted = site.delete(name);
        if (!deleted.done()) {
            findings.problem(Check.METHODS, "DELETE is refused: " + deleted.said());
            findings.untested(Check.DELETION_CACHING, "DELETE is refused");
            return;
        }
        findings.ok(Check.METHODS, "PUT and DELETE pass");
        changes(
                findings,
                Check.DELETION_CACHING,
                name,
                second,
                answered -> answered.head().status() == 410 || answered.head().status() == 404,
                "an object was served for %s after it was deleted");
    }

    /** Players ask for what is not there yet. */
    private void absence(Findings findings) throws IOException, InterruptedException {
        String name = site.name(".m3u8");
        Answered absent = ask(name);
        put(name, "first");
        changes(
                findings,
                Check.ABSENCE_CACHING,
                name,
                absent,
                answered -> answered.has("first"),
                "that nothing is there was told for %s after an upload");
    }

    private void put(String name, String word) throws IOException, InterruptedException {
        byte[] playlist = ("#EXTM3U\n#EXT-X-TARGETDURATION:2\n# " + word + "\n").getBytes(StandardCharsets.UTF_8);
        Answer answer = site.put(name, playlist, Map.of("Cache-Control", "public, max-age=1"));
        if (!answer.done()) {
            throw new IOException("a playlist was not taken: " + answer.said());
        }
    }

    /** Asks until the answer is the new one: for as long as the old one may be kept, and a little. */
    private void changes(
            Findings findings, Check check, String name, Answered old, Predicate<Answered> isNew, String evidence)
            throws IOException, InterruptedException {
        long begun = System.nanoTime();
        long allowed = old.lifetime().toNanos();
        long end = begun + Math.min(allowed, LONGEST.toNanos()) + GRACE.toNanos();
        Answered now = ask(name);
        while (!isNew.test(now) && System.nanoTime() < end) {
            Thread.sleep(AGAIN);
            now = ask(name);
        }
        long took = System.nanoTime() - begun;
        if (isNew.test(now)) {
            findings.ok(
                    check,
                    "the change was seen after %s; the answer before it could be kept for %s"
                            .formatted(Figures.time(took), Figures.time(allowed)));
            return;
        }
        if (allowed > LONGEST.toNanos()) {
            findings.note(
                    check,
                    (evidence + "; it may be kept for %s by its Cache-Control")
                            .formatted(Figures.time(took), Figures.time(allowed)));
            return;
        }
        boolean atEdge = isNew.test(past(name));
        findings.problem(
                check,
                (evidence + ", although it may be kept for %s%s%s")
                        .formatted(
                                Figures.time(took),
                                Figures.time(allowed),
                                atEdge ? "; the edge itself has the new one" : "",
                                age(now.head())));
    }

    private static String age(AnswerHead head) {
        return Optional.of(head.header("Age"))
                .filter(age -> !age.isEmpty())
                .map(age -> " (Age: " + age + ")")
                .orElse("");
    }

    private Answered ask(String name) throws IOException, InterruptedException {
        return answered(site.read(name, Map.of()));
    }

    private Answered past(String name) throws IOException, InterruptedException {
        return answered(site.readPastCaches(name, 0, Map.of()));
    }

    private Answered answered(Reading reading) throws IOException, InterruptedException {
        try (reading) {
            site.awaitEnd(reading);
            site.seen(reading);
            return new Answered(reading.head(), reading.text(), Lifetime.of(reading.head()));
        }
    }
}
