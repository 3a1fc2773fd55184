package io.millrace.ingest;

import io.millrace.chunklog.ObjectState;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Optional;
import java.util.OptionalLong;

/** What comes of laying a part over what there is; decided before a byte of the body is taken. */
sealed interface PatchPlan {

    /**
     * It can be done.
     *
     * @param base the generation whose bytes stay around the body; empty where the body is the whole object
     * @param first offset of the body's first byte, at most the base's length
     * @param bytes bytes that the body must have, where it is told
     */
    record Lay(Optional<ObjectState.Complete> base, long first, OptionalLong bytes) implements PatchPlan {

        /** Bytes of the base; 0 without one. */
        long baseLength() {
            return base.map(ObjectState.Complete::length).orElse(0L);
        }
    }

    /** It can't. */
    record Refused(HttpResponseStatus status, String detail) implements PatchPlan {}

    /**
     * Applies a part to a state. A body that begins at offset 0 and is or may be all there is to be needs nothing to lie
     * over: it is a new object.
     *
     * @param declared the body's Content-Length, where it has one; an empty body is a probe, which fits any range
     * @param mostBytes length of the longest object that is taken
     */
    static PatchPlan of(
            UploadRange.Part part, Optional<ObjectState.Complete> base, OptionalLong declared, long mostBytes) {
        long length = base.map(ObjectState.Complete::length).orElse(0L);
        OptionalLong bytes = part.bytes();
        boolean mayBeWhole = part.first() == 0
                && (bytes.isEmpty() || (part.total().isPresent() && part.total().getAsLong() == bytes.getAsLong()));
        if (base.isEmpty() && !mayBeWhole) {
            return bad("there is no complete object whose bytes could be replaced");
        }
        if (part.first() > length) {
            return bad("the object has " + length + " bytes: a range that begins at " + part.first() + " leaves a gap");
        }
        boolean probe = declared.isPresent() && declared.getAsLong() == 0;
        if (!probe && declared.isPresent() && bytes.isPresent() && declared.getAsLong() != bytes.getAsLong()) {
            return declared.getAsLong() > bytes.getAsLong() ? tooLong(bytes.getAsLong()) : tooShort(bytes.getAsLong());
        }
        long end = part.first() + bytes.orElse(declared.orElse(0));
        long patched = Math.max(length, end);
        if (part.total().isPresent() && part.total().getAsLong() != patched) {
            return bad("with this range the object has " + patched + " bytes, not the "
                    + part.total().getAsLong() + " that are told");
        }
        if (patched > mostBytes) {
            return tooLarge(mostBytes);
        }
        return new Lay(base, part.first(), bytes);
    }

    /** The body goes on behind its range. */
    static Refused tooLong(long bytes) {
        return new Refused(
                HttpResponseStatus.REQUESTED_RANGE_NOT_SATISFIABLE,
                "the body is longer than its range of " + bytes + " bytes");
    }

    /** The object would be longer than one may be, or than is kept as a whole. */
    static Refused tooLarge(long mostBytes) {
        return new Refused(
                HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE,
                "the object would be longer than " + mostBytes + " bytes, the most that can be patched here");
    }

    /** The body ends within its range. */
    static Refused tooShort(long bytes) {
        return bad("the body is shorter than its range of " + bytes + " bytes");
    }

    private static Refused bad(String detail) {
        return new Refused(HttpResponseStatus.BAD_REQUEST, detail);
    }
}
