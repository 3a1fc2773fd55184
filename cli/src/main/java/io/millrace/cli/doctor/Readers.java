package io.millrace.cli.doctor;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Who reads an object while it is uploaded: one from the beginning, one who comes later, one when it is complete. */
final class Readers implements AutoCloseable {

    private final Site site;
    private final String name;
    private final Lateness lateness;
    private final List<Reading> readings = new ArrayList<>();
    private Reading first;
    private Reading second;
    private Reading coded;
    private boolean secondWaits;
    private Optional<String> contentLength = Optional.empty();

    Readers(Site site, String name, Lateness lateness) {
        this.site = site;
        this.name = name;
        this.lateness = lateness;
    }

    /**
     * So many bytes are in Millrace: the first reader should have them. It comes with the first of them.
     *
     * @param since when that was known
     */
    void expect(long bytes, OptionalLong since) throws IOException, InterruptedException {
        boolean comes = first == null;
        if (comes) {
            first = read(Map.of());
        }
        boolean came = lateness.await(bytes, first::awaitBytes);
        if (first.end().isPresent()) {
            throw new IOException("a response ended after %s, before the upload did: %s"
                    .formatted(Figures.bytes(first.bytes()), first.ending()));
        }
        if (came && !comes && since.isPresent()) {
            lateness.late(first.nanosOf(bytes) - since.getAsLong());
        }
    }

    /** Two others come while the upload goes on, of whom one would take a compressed answer. */
    void comeLater(long bytes, Duration patience) throws IOException, InterruptedException {
        if (bytes > 0 && !lateness.holding()) {
            second = read(Map.of());
            secondWaits = lateness.held() == 0 && !second.awaitBytes(bytes, patience);
            coded = read(Map.of("Accept-Encoding", "gzip, br, zstd"));
        }
    }

    private Reading read(Map<String, String> headers) throws IOException, InterruptedException {
        Reading reading = site.read(name, headers);
        readings.add(reading);
        return reading;
    }

    /** Waits for the ends, and tells of them. */
    void tell(Findings findings, Piecemeal pieces) throws IOException, InterruptedException {
        if (first == null) {
            String why = "nothing was in progress at the edge, for the way in holds uploads back";
            findings.untested(Check.RESPONSE_BUFFERING, why);
            findings.untested(Check.LATER_READERS, why);
            whole(findings, pieces.sent());
            return;
        }
        if (coded != null && !coded.awaitHead(site.timeout())) {
            throw new IOException("the edge gave no answer");
        }
        contentLength = Optional.of(first.head().header("Content-Length")).filter(length -> !length.isEmpty());
        site.seen(first);
        tellOfFirst(findings, pieces);
        tellOfSecond(findings, pieces.sent());
        tellOfCoded(findings);
        whole(findings, pieces.sent());
    }

    private void tellOfFirst(Findings findings, Piecemeal pieces) {
        Check check = Check.RESPONSE_BUFFERING;
        String doubt = pieces.guessed()
                ? "; ranges of what is in progress are ignored, so that it may be the way in as well"
                : "";
        if (lateness.held() > 0 && lateness.releasedAt() == 0) {
            findings.problem(
                    check,
                    "the response is held back until it is whole: nothing came of %s that were in Millrace%s%s"
                            .formatted(
                                    Figures.bytes(pieces.arrived()),
                                    contentLength
                                            .map(length -> ", and then it had a Content-Length")
                                            .orElse(""),
                                    doubt));
        } else if (lateness.held() > 0) {
            findings.problem(
                    check,
                    "the response is held back until about %s of it are there%s%s"
                            .formatted(
                                    Figures.bytes(lateness.releasedAt()),
                                    lateness.held() == 1 ? "; what followed passed" : ", and so is what follows",
                                    doubt));
        } else if (lateness.lingering()) {
            findings.problem(check, "pieces are held back for a time: they came out %s".formatted(lateness.words()));
        } else {
            findings.ok(check, "%d pieces came out %s".formatted(lateness.count(), lateness.words()));
        }
    }

    private void tellOfSecond(Findings findings, long sent) throws IOException, InterruptedException {
        if (second == null) {
            findings.untested(Check.LATER_READERS, "what is held back can't be joined");
            return;
        }
        if (!second.awaitEnd(site.timeout())) {
            findings.problem(
                    Check.LATER_READERS,
                    "who came later had %s of %s, and no end".formatted(Figures.bytes(second.bytes()), sent));
            return;
        }
        if (second.ended(Reading.End.CLEAN) && second.bytes() < sent) {
            findings.problem(
                    Check.LATER_READERS,
                    "who came later was given %s of %s as if that were all"
                            .formatted(Figures.bytes(second.bytes()), Figures.bytes(sent)));
        } else if (secondWaits) {
            findings.problem(
                    Check.LATER_READERS,
                    "who came while the upload went on got nothing before the first reader had all");
        } else {
            findings.ok(Check.LATER_READERS, "who came in the middle read %s".formatted(Figures.bytes(second.bytes())));
        }
    }

    private void tellOfCoded(Findings findings) throws IOException {
        if (coded != null && coded.head().has("Content-Encoding")) {
            findings.problem(
                    Check.CONTENT_CODING,
                    "a segment in progress came with Content-Encoding: %s; a coder waits for more bytes"
                            .formatted(coded.head().header("Content-Encoding")));
        }
    }

    /** Who comes when it is complete gets all. */
    private void whole(Findings findings, long sent) throws IOException, InterruptedException {
        Whole.await(site, name);
        Reading last = read(Map.of());
        for (Reading reading : readings) {
            if (!reading.awaitEnd(site.timeout())) {
                findings.problem(
                        Check.BYTES, "a response had no end: %s came".formatted(Figures.bytes(reading.bytes())));
                return;
            }
            if (reading.head().status() != 200) {
                throw new IOException("the edge answered " + reading.head().status());
            }
            if (!reading.head().has("Content-Encoding")) {
                reading.fault(sent).ifPresent(fault -> findings.problem(Check.BYTES, fault));
            }
        }
        findings.ok(
                Check.BYTES,
                "%d readers got what was sent, %s each".formatted(readings.size(), Figures.bytes(last.bytes())));
    }

    @Override
    public void close() {
        readings.forEach(Reading::close);
    }
}
