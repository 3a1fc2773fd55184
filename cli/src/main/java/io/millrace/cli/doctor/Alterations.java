package io.millrace.cli.doctor;

import io.millrace.cli.http.Answer;
import io.millrace.cli.http.AnswerHead;
import io.millrace.cli.http.Put;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** A complete segment, read in all ways: what the edge tells of it must come as it was told. */
final class Alterations implements Trial {

    private static final int BYTES = 50_000;
    private static final int FIRST = 1_000;
    private static final int LAST = 1_999;
    /** What an ingest makes of {@code .m4s}, whatever the publisher says. */
    private static final String TYPE = "video/iso.segment";

    private final Site site;

    Alterations(Site site) {
        this.site = site;
    }

    @Override
    public Set<Check> checks() {
        return EnumSet.of(
                Check.ENTITY_TAG,
                Check.CONTENT_TYPE,
                Check.CONTENT_CODING,
                Check.CACHE_CONTROL,
                Check.RANGES,
                Check.BYTES);
    }

    @Override
    public void run(Findings findings) throws IOException, InterruptedException {
        String name = site.name(".m4s");
        String tag = "";
        try (Put put = site.put(name, Map.of())) {
            put.write(Site.payload(name).bytes(0, BYTES), BYTES);
            Answer answer = site.ended(put);
            if (!answer.done()) {
                throw new IOException("the upload was not taken: " + answer.said());
            }
            tag = put.head().orElseThrow().header("ETag");
        }
        Whole.await(site, name);
        try (Reading plain = whole(name, 0, Map.of());
                Reading coded = whole(name, 0, Map.of("Accept-Encoding", "gzip, br, zstd"));
                Reading part = whole(name, FIRST, Map.of("Range", "bytes=" + FIRST + "-" + LAST))) {
            AnswerHead head = plain.head();
            if (head.status() != 200) {
                throw new IOException("the edge answered " + head.status());
            }
            plain.fault(BYTES).ifPresent(fault -> findings.problem(Check.BYTES, fault));
            entityTag(findings, head, tag);
            contentType(findings, head);
            contentCoding(findings, coded.head());
            cacheControl(findings, head);
            ranges(findings, part, name, head.header("ETag"));
        }
    }

    private Reading whole(String name, long from, Map<String, String> headers)
            throws IOException, InterruptedException {
        Reading reading = site.readPastCaches(name, from, headers);
        try {
            site.awaitEnd(reading);
            return reading;
        } catch (IOException e) {
            reading.close();
            throw e;
        }
    }

    private static void entityTag(Findings findings, AnswerHead head, String uploaded) {
        String told = head.header("ETag");
        if (told.isEmpty()) {
            findings.problem(Check.ENTITY_TAG, "the ETag is taken away");
        } else if (told.startsWith("W/")) {
            findings.problem(Check.ENTITY_TAG, "the ETag is made a weak one: %s".formatted(told));
        } else if (!uploaded.isEmpty() && !told.equals(uploaded)) {
            findings.problem(
                    Check.ENTITY_TAG, "the ETag is changed: %s, and the ingest had told %s".formatted(told, uploaded));
        } else {
            findings.ok(Check.ENTITY_TAG, told);
        }
    }

    private static void contentType(Findings findings, AnswerHead head) {
        String told = head.header("Content-Type");
        if (told.equals(TYPE)) {
            findings.ok(Check.CONTENT_TYPE, told);
        } else {
            findings.problem(Check.CONTENT_TYPE, "it is '%s' where the edge tells '%s'".formatted(told, TYPE));
        }
    }

    private static void contentCoding(Findings findings, AnswerHead head) {
        if (head.has("Content-Encoding")) {
            findings.problem(
                    Check.CONTENT_CODING,
                    "a segment comes with Content-Encoding: %s".formatted(head.header("Content-Encoding")));
        } else {
            findings.ok(Check.CONTENT_CODING, "segments come as they are");
        }
    }

    /** What a channel, a publisher or a setting says can't be known; but an edge always tells one, and never an Expires. */
    private static void cacheControl(Findings findings, AnswerHead head) {
        String told = head.header("Cache-Control");
        int lines = head.headers().getAll("Cache-Control").size();
        if (told.isEmpty()) {
            findings.problem(Check.CACHE_CONTROL, "Cache-Control is taken away");
        } else if (lines > 1) {
            findings.problem(
                    Check.CACHE_CONTROL,
                    "Cache-Control is told %d times: %s"
                            .formatted(lines, head.headers().getAll("Cache-Control")));
        } else if (head.has("Expires")) {
            findings.problem(
                    Check.CACHE_CONTROL,
                    "Expires: %s is added, with Cache-Control: %s; the edge tells no Expires"
                            .formatted(head.header("Expires"), told));
        } else {
            findings.ok(Check.CACHE_CONTROL, told);
        }
    }

    private void ranges(Findings findings, Reading part, String name, String tag)
            throws IOException, InterruptedException {
        String range = "bytes=" + FIRST + "-" + LAST;
        int status = part.head().status();
        if (status != 206) {
            findings.problem(Check.RANGES, "Range: %s is answered with %d".formatted(range, status));
            return;
        }
        if (part.bytes() != LAST - FIRST + 1 || part.difference() != Payload.SAME) {
            findings.problem(Check.RANGES, "Range: %s is answered with other bytes".formatted(range));
            return;
        }
        if (!tag.isEmpty()) {
            try (Reading again = whole(name, 0, Map.of("If-None-Match", tag))) {
                if (again.head().status() != 304) {
                    findings.problem(
                            Check.RANGES,
                            "If-None-Match with the object's own tag is answered with %d"
                                    .formatted(again.head().status()));
                    return;
                }
            }
        }
        findings.ok(Check.RANGES, "ranges are answered with 206, and conditions with 304");
    }
}
