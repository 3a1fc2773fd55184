package io.millrace.shaper.origin;

import io.netty.handler.codec.http.HttpResponseStatus;

/**
 * Why an origin's answer can't be had.
 *
 * @param message for a person: the origin, what was wrong, and what to do where there is something
 */
public record OriginFailure(Kind kind, String message) {

    /** What kind of failure it is. */
    public enum Kind {
        /** The guard does not let the shaper ask it. */
        REFUSED,
        /** It can't be found, or not be connected to. */
        UNREACHABLE,
        /** It did not answer in time. */
        SILENT,
        /** What it sends is no HTTP, ends too early, is too long, or leads on and on. */
        BROKEN
    }

    /** The status of a gateway that says so (RFC 9110, section 15). */
    public HttpResponseStatus status() {
        return switch (kind) {
            case REFUSED -> HttpResponseStatus.FORBIDDEN;
            case UNREACHABLE, BROKEN -> HttpResponseStatus.BAD_GATEWAY;
            case SILENT -> HttpResponseStatus.GATEWAY_TIMEOUT;
        };
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
