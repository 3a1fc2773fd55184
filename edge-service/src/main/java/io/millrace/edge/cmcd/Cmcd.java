package io.millrace.edge.cmcd;

import io.millrace.wire.CmcdFields;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Optional;

/**
 * What a player tells with one request (CTA-5004, and of CTA-5004-A what is the same), as far as we use it. Told by a
 * stranger: never believed for anything but numbers in metrics and words in a log, and never a reason to refuse.
 *
 * @param objectType {@code ot}
 * @param streamingFormat {@code sf}
 * @param sessionId {@code sid}: one playback session. At most {@value #MOST_ID_CHARACTERS} printable characters; empty if
 *     not said
 * @param contentId {@code cid}: what is played. Likewise
 * @param starved {@code bs}: the buffer ran dry between the request before and this
 * @param bufferMs {@code bl}: media in the buffer; {@value #UNSAID} if not said
 * @param throughputKbps {@code mtp}: what the player has measured; likewise
 */
public record Cmcd(
        ObjectType objectType,
        StreamingFormat streamingFormat,
        String sessionId,
        String contentId,
        boolean starved,
        long bufferMs,
        long throughputKbps) {

    /** A number that the player has not told. */
    public static final long UNSAID = -1;

    /** What is longer is cut. */
    public static final int MOST_ID_CHARACTERS = 64;

    /**
     * Reads what a request tells. Never throws; allocates nothing where nothing is told.
     *
     * @param query the request's query as it came, without its question mark
     * @return empty if the player tells nothing
     */
    public static Optional<Cmcd> of(String query, HttpHeaders headers) {
        if (!CmcdFields.told(query, headers)) {
            return Optional.empty();
        }
        CmcdParser parser = new CmcdParser();
        CmcdFields.read(query, headers, parser);
        return Optional.of(parser.read());
    }
}
