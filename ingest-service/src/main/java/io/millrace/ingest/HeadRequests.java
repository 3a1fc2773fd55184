package io.millrace.ingest;

import io.millrace.chunklog.ObjectPath;
import io.millrace.chunklog.ObjectState;
import io.millrace.wire.Exchange;
import io.millrace.wire.HttpDate;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;

/** HEAD: an encoder asks whether an object has arrived. Its bytes are read at an edge. */
final class HeadRequests {

    private final Intake intake;

    HeadRequests(Intake intake) {
        this.intake = intake;
    }

    void object(Exchange exchange, ObjectPath path) {
        intake.answers().whenStoreAnswers(exchange, intake.log().find(path), state -> {
            if (state.absent()) {
                intake.answers()
                        .problem(
                                exchange,
                                state.gone() ? HttpResponseStatus.GONE : HttpResponseStatus.NOT_FOUND,
                                state.gone() ? "the object was deleted or has expired" : "there is no such object");
            } else {
                intake.answers().empty(exchange, HttpResponseStatus.OK, headers(state));
            }
        });
    }

    /** A directory is there as soon as something is in it. */
    void directory(Exchange exchange, DirectoryPath directory) {
        intake.answers().whenStoreAnswers(exchange, intake.log().list(directory.path(), 1), listed -> {
            if (listed.isEmpty()) {
                intake.answers().problem(exchange, HttpResponseStatus.NOT_FOUND, "there is nothing in this directory");
            } else {
                intake.answers().empty(exchange, HttpResponseStatus.OK);
            }
        });
    }

    /** An upload in progress, where nothing is complete yet, has neither a length nor an entity tag. */
    private static HttpHeaders headers(ObjectState state) {
        HttpHeaders headers = new DefaultHttpHeaders();
        headers.set(HttpHeaderNames.CACHE_CONTROL, "no-store");
        state.open().ifPresent(open -> headers.set(HttpHeaderNames.CONTENT_TYPE, open.contentType()));
        state.complete().ifPresent(complete -> {
            headers.set(HttpHeaderNames.CONTENT_TYPE, complete.contentType());
            headers.set(HttpHeaderNames.CONTENT_LENGTH, complete.length());
            headers.set(HttpHeaderNames.ETAG, complete.etag());
            headers.set(HttpHeaderNames.LAST_MODIFIED, HttpDate.of(complete.modified()));
        });
        return headers;
    }
}
