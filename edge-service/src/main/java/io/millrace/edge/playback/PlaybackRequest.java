package io.millrace.edge.playback;

import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetAddress;
import java.util.List;

/**
 * What a request asks for, and what it shows to get it. Holds secrets in the clear: lives only as long as its decision,
 * and is never logged.
 *
 * @param path decoded and in its normal form, without the tokens that stood in it; ends with a slash for a directory
 * @param pathTokens what stood before the path and begins like a token, decoded
 * @param query as it came
 * @param client who asks: the peer, or whom a trusted proxy speaks for
 */
public record PlaybackRequest(
        String path, List<String> pathTokens, String query, HttpHeaders headers, InetAddress client) {

    /** Leaves the secrets out. */
    @Override
    public String toString() {
        return "PlaybackRequest[" + path + "]";
    }
}
