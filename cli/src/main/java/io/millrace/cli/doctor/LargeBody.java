package io.millrace.cli.doctor;

import io.millrace.cli.http.Answer;
import io.millrace.cli.http.AnsweredEarlyException;
import io.millrace.cli.http.Put;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** A body of a given size, told before as curl does: with its length, and sent when the server says so. */
final class LargeBody implements Trial {

    private static final int PIECE_BYTES = 64 * 1024;
    private static final Duration CONTINUE = Duration.ofSeconds(2);

    private final Site site;
    private final long size;

    LargeBody(Site site, long size) {
        this.site = site;
        this.size = size;
    }

    @Override
    public Set<Check> checks() {
        return EnumSet.of(Check.BODY_LIMIT, Check.EXPECT);
    }

    @Override
    public void run(Findings findings) throws IOException, InterruptedException {
        String name = site.name(".m4s");
        long sent = 0;
        long begun = System.nanoTime();
        try (Put put = site.put(name, Map.of("Content-Length", Long.toString(size), "Expect", "100-continue"))) {
            boolean told = put.awaitContinue(CONTINUE);
            try {
                for (; sent < size; sent += PIECE_BYTES) {
                    int length = (int) Math.min(PIECE_BYTES, size - sent);
                    put.write(Site.payload(name).bytes(sent, length), length);
                }
                Answer answer = site.ended(put);
                if (!answer.done()) {
                    refused(findings, answer);
                    return;
                }
            } catch (AnsweredEarlyException e) {
                refused(findings, e.answer());
                return;
            } catch (IOException e) {
                findings.problem(
                        Check.BODY_LIMIT,
                        "the connection was closed when %s of %s were sent: %s"
                                .formatted(Figures.bytes(sent), Figures.bytes(size), e.getMessage()));
                findings.untested(Check.EXPECT, "the upload failed");
                return;
            }
            findings.ok(
                    Check.BODY_LIMIT,
                    "%s were taken in %s".formatted(Figures.bytes(size), Figures.time(System.nanoTime() - begun)));
            if (told) {
                findings.ok(Check.EXPECT, "100 Continue was told");
            } else {
                findings.note(
                        Check.EXPECT,
                        "100 Continue was not told within %s; the body passed all the same"
                                .formatted(Figures.time(CONTINUE)));
            }
        }
        read(findings, name);
    }

    private void refused(Findings findings, Answer answer) {
        // Only Millrace's own errors have a detail.
        String by = answer.detail().isEmpty() ? "on the way" : "by Millrace itself";
        if (answer.status() == 417) {
            findings.problem(Check.EXPECT, "Expect: 100-continue is refused %s (417)".formatted(by));
            findings.untested(Check.BODY_LIMIT, "the upload was refused");
        } else {
            findings.problem(
                    Check.BODY_LIMIT,
                    "a body of %s is refused %s: %s".formatted(Figures.bytes(size), by, answer.said()));
            findings.untested(Check.EXPECT, "the upload was refused");
        }
    }

    private void read(Findings findings, String name) throws IOException, InterruptedException {
        Whole.await(site, name);
        try (Reading reading = site.readPastCaches(name, 0, Map.of())) {
            site.awaitEnd(reading);
            if (reading.head().status() != 200) {
                throw new IOException("the edge answered " + reading.head().status());
            }
            reading.fault(size)
                    .ifPresentOrElse(
                            fault -> findings.problem(Check.BYTES, fault),
                            () -> findings.ok(Check.BYTES, "%s came as they were sent".formatted(Figures.bytes(size))));
        }
    }
}
