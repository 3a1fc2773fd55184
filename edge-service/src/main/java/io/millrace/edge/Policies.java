package io.millrace.edge;

import io.millrace.edge.cors.CorsPolicy;
import io.millrace.proto.control.v1.Channel;
import io.millrace.wire.Exchange;
import io.millrace.wire.Problem;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * How answers are given: what caches are told, which pages may read, how long a request is held. An edge has its own, and
 * each channel what it says, over that of the edge. Immutable; used by every event loop.
 *
 * @param personal whether what one client may read others may not, and URLs may tell what lets it in
 */
record Policies(CachePolicy caching, CorsPolicy cors, HoldTimes holds, boolean personal) {

    private static final Logger LOG = Logger.getLogger(Policies.class);
    private static final AsciiString REFERRER_POLICY = AsciiString.cached("Referrer-Policy");
    private static final AsciiString NO_REFERRER = AsciiString.cached("no-referrer");

    /** Those of an edge, for what no channel says otherwise. */
    static Policies of(EdgeConfig config, CorsPolicy cors) {
        return new Policies(new CachePolicy(config), cors, new HoldTimes(config.hold(), config.holdLimit()), false);
    }

    /**
     * Those of a channel of this edge.
     *
     * @param config the edge's
     * @param personal whether what one client may read others may not
     */
    Policies ofChannel(EdgeConfig config, Channel channel, boolean personal) {
        return new Policies(
                new CachePolicy(config, channel.getCache(), personal),
                channel.hasCors() ? cors(channel) : cors,
                channel.hasHoldLimit() ? new HoldTimes(config.hold(), holdLimit(channel)) : holds,
                personal);
    }

    /** Headers that every answer has, errors too. */
    HttpHeaders headers(Exchange exchange) {
        HttpHeaders headers = new DefaultHttpHeaders();
        cors.allow(exchange.headers(), headers);
        if (personal) {
            headers.set(REFERRER_POLICY, NO_REFERRER); // no page tells others a URL with a token in it
        }
        return headers;
    }

    /** Sends an error. */
    void refuse(Exchange exchange, Problem problem) {
        refuse(exchange, problem, false);
    }

    /**
     * Sends an error.
     *
     * @param restricted whether only some may know of it
     */
    void refuse(Exchange exchange, Problem problem, boolean restricted) {
        cors.allow(exchange.headers(), problem.headers());
        caching.tellError(problem.status(), problem.headers(), restricted);
        problem.respond(exchange);
    }

    /** A channel that can't be understood here must not be more open than it is meant to be. */
    private static CorsPolicy cors(Channel channel) {
        try {
            return CorsPolicy.of(channel.getCors());
        } catch (IllegalArgumentException e) {
            LOG.warnf("no page may read: channel=%s cors=%s", channel.getName(), e.getMessage());
            return CorsPolicy.closed();
        }
    }

    private static Duration holdLimit(Channel channel) {
        com.google.protobuf.Duration limit = channel.getHoldLimit();
        return Duration.ofSeconds(limit.getSeconds(), limit.getNanos());
    }
}
