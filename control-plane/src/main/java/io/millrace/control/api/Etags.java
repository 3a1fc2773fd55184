package io.millrace.control.api;

/** The etag of a resource: its revision, which nobody but the control plane may rely on. */
public final class Etags {

    private Etags() {}

    /** As resources show it. */
    public static String of(long revision) {
        return Long.toString(revision, Character.MAX_RADIX);
    }

    /**
     * Ends the call if an etag is given and another one.
     *
     * @throws io.grpc.StatusRuntimeException ABORTED then
     */
    public static void check(String name, String etag, long revision) {
        if (!etag.isEmpty() && !etag.equals(of(revision))) {
            throw ApiErrors.etagMismatch(name);
        }
    }
}
