package io.millrace.cli.doctor;

import io.millrace.cli.http.Answer;
import io.millrace.cli.http.Put;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * An upload in small pieces, each sent when the one before has come out: what holds pieces back until more of them come is found
 * however fast or slow everything is.
 */
final class Passage implements Trial {

    private static final int PIECES = 24;
    private static final int PIECE_BYTES = 1024;
    /** What is not let go when so much has come is held to the end; from twice that on, servers refuse by default. */
    private static final long MOST_HELD_BYTES = 512 * 1024;

    /** After so many times it is known how it goes on. */
    private static final int MOST_HELD = 4;

    private static final int LARGEST_PIECE_BYTES = 64 * 1024;
    /** A question in between, every so many pieces. */
    private static final int TRIP_EVERY = 4;

    private final Site site;
    private final Trips trips;

    Passage(Site site, Trips trips) {
        this.site = site;
        this.trips = trips;
    }

    @Override
    public Set<Check> checks() {
        return EnumSet.of(Check.REQUEST_BUFFERING, Check.RESPONSE_BUFFERING, Check.LATER_READERS, Check.BYTES);
    }

    @Override
    public void run(Findings findings) throws IOException, InterruptedException {
        String name = site.name(".m4s");
        Lateness in = new Lateness(trips);
        Lateness out = new Lateness(trips);
        try (Put put = site.put(name, Map.of());
                Readers readers = new Readers(site, name, out)) {
            Piecemeal pieces = new Piecemeal(site, name, put);
            for (int i = 0; i < PIECES && in.held() + out.held() < MOST_HELD; i++) {
                send(pieces, PIECE_BYTES, in, readers);
                for (int length = PIECE_BYTES;
                        (in.holding() || out.holding()) && pieces.sent() < MOST_HELD_BYTES;
                        length = Math.min(2 * length, LARGEST_PIECE_BYTES)) {
                    send(pieces, length, in, readers);
                }
                if (i == PIECES / 2) {
                    readers.comeLater(pieces.arrived(), trips.patience());
                }
                if (i % TRIP_EVERY == 0) {
                    trips.ask();
                }
            }
            Answer answer = site.ended(put);
            if (!answer.done()) {
                throw new IOException("the upload was not taken: " + answer.said());
            }
            tellOfWayIn(findings, pieces, in);
            readers.tell(findings, pieces);
        }
    }

    /** Sends a piece, and waits until it is in Millrace and out of it again. */
    private static void send(Piecemeal pieces, int length, Lateness in, Readers readers)
            throws IOException, InterruptedException {
        long sent = System.nanoTime();
        pieces.send(length);
        long[] arrived = new long[1];
        boolean came = in.await(pieces.sent(), (total, atMost) -> {
            OptionalLong when = pieces.awaitArrival(total, atMost);
            when.ifPresent(nanos -> arrived[0] = nanos);
            return when.isPresent();
        });
        if (came) {
            in.late(arrived[0] - sent);
        }
        if (pieces.arrived() > 0) {
            readers.expect(pieces.arrived(), came ? OptionalLong.of(arrived[0]) : OptionalLong.empty());
        }
    }

    private static void tellOfWayIn(Findings findings, Piecemeal pieces, Lateness in) {
        Check check = Check.REQUEST_BUFFERING;
        if (in.held() == 0 && in.lingering()) {
            findings.problem(
                    check,
                    "pieces of %s are held back for a time: they arrived %s"
                            .formatted(Figures.bytes(PIECE_BYTES), in.words()));
        } else if (in.held() == 0) {
            findings.ok(
                    check, "%d pieces of %s arrived %s".formatted(in.count(), Figures.bytes(PIECE_BYTES), in.words()));
        } else if (in.releasedAt() == 0) {
            findings.problem(
                    check,
                    "the request is held back until it is whole: of %s that were sent, %s had arrived before its end"
                            .formatted(
                                    Figures.bytes(pieces.sent()),
                                    pieces.arrived() == 0 ? "nothing" : Figures.bytes(pieces.arrived())));
        } else {
            findings.problem(
                    check,
                    "the request is held back until about %s of it have come%s"
                            .formatted(
                                    Figures.bytes(in.releasedAt()),
                                    in.held() == 1 ? "; what followed passed" : ", and so is what follows"));
        }
    }
}
