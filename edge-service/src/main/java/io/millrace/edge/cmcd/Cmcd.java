package io.millrace.edge.cmcd;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
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

    private static final AsciiString OBJECT = AsciiString.cached("cmcd-object");
    private static final AsciiString REQUEST = AsciiString.cached("cmcd-request");
    private static final AsciiString SESSION = AsciiString.cached("cmcd-session");
    private static final AsciiString STATUS = AsciiString.cached("cmcd-status");

    /**
     * Reads what a request tells. Never throws; allocates nothing where nothing is told.
     *
     * @param query the request's query as it came, without its question mark
     * @return empty if the player tells nothing
     */
    public static Optional<Cmcd> of(String query, HttpHeaders headers) {
        CmcdParser parser = null;
        int at = query.isEmpty() ? -1 : CmcdParser.parameter(query);
        if (at >= 0) {
            parser = new CmcdParser();
            parser.query(query, at);
        }
        parser = header(parser, headers, OBJECT);
        parser = header(parser, headers, REQUEST);
        parser = header(parser, headers, SESSION);
        parser = header(parser, headers, STATUS);
        return parser == null ? Optional.empty() : Optional.of(parser.read());
    }

    private static CmcdParser header(CmcdParser parser, HttpHeaders headers, AsciiString name) {
        String value = headers.get(name);
        if (value == null) {
            return parser;
        }
        CmcdParser told = parser == null ? new CmcdParser() : parser;
        told.fields(value);
        return told;
    }
}
