package io.millrace.shaper.origin;

import io.millrace.shaper.memory.ManifestShare;
import io.millrace.wire.Problem;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;

/**
 * Why an origin's answer can't be had.
 *
 * @param message for a person: the origin, what was wrong, and what to do where there is something
 */
public record OriginFailure(Kind kind, String message) {

    private static final int RETRY_AFTER_SECONDS = 1;

    /** What kind of failure it is. */
    public enum Kind {
        /** The guard does not let the shaper ask it. */
        REFUSED,
        /** It can't be found, or not be connected to. */
        UNREACHABLE,
        /** It did not answer in time. */
        SILENT,
        /** What it sends is no HTTP, ends too early, is too long, or leads on and on. */
        BROKEN,
        /** It is a manifest, and others take all the memory that there is for them. */
        BUSY
    }

    /** The status of a gateway that says so (RFC 9110, section 15). */
    public HttpResponseStatus status() {
        return switch (kind) {
            case REFUSED -> HttpResponseStatus.FORBIDDEN;
            case UNREACHABLE, BROKEN -> HttpResponseStatus.BAD_GATEWAY;
            case SILENT -> HttpResponseStatus.GATEWAY_TIMEOUT;
            case BUSY -> HttpResponseStatus.SERVICE_UNAVAILABLE;
        };
    }

    /** What a client is told of it. */
    public Problem problem() {
        Problem problem = Problem.of(status(), message);
        return kind == Kind.BUSY ? problem.with(HttpHeaderNames.RETRY_AFTER, RETRY_AFTER_SECONDS) : problem;
    }

    /**
     * There is no room for a manifest now.
     *
     * @param share the manifest's
     */
    public static OriginFailure busy(ManifestShare share) {
        return new OriginFailure(Kind.BUSY, "there is no memory for another manifest now: all take " + share.limit());
    }

    static OriginFailure refused(String message) {
        return new OriginFailure(Kind.REFUSED, message);
    }

    static OriginFailure unreachable(String message) {
        return new OriginFailure(Kind.UNREACHABLE, message);
    }

    static OriginFailure silent(String message) {
        return new OriginFailure(Kind.SILENT, message);
    }

    static OriginFailure broken(String message) {
        return new OriginFailure(Kind.BROKEN, message);
    }
}
