package io.millrace.conformance;

import java.util.List;

/** A request as a case writes it down. */
record Request(Service service, String method, String target, List<Heard.Header> headers, Body body) {

    /** Who is asked. */
    enum Service {
        INGEST,
        EDGE
    }

    /** How a body is sent. */
    sealed interface Body {

        /** There is none. */
        record None() implements Body {}

        /** With its Content-Length. */
        record Sized(String text) implements Body {}

        /** In chunks, or in DATA frames without a Content-Length. */
        record Chunked(List<String> texts) implements Body {}

        /** Goes on with later steps. Has a Content-Length if the request's headers say so, else chunks. */
        record StaysOpen() implements Body {}
    }

    boolean has(String name) {
        return headers.stream().anyMatch(header -> header.name().equalsIgnoreCase(name));
    }
}
