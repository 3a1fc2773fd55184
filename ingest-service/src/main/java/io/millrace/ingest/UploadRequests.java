package io.millrace.ingest;

import io.millrace.chunklog.ContentHeaders;
import io.millrace.chunklog.ObjectPath;
import io.millrace.wire.BodyListener;
import io.millrace.wire.Exchange;
import io.millrace.wire.Problem;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.OptionalLong;

/**
 * PUT and POST, until the body is taken: everything that can be refused is refused before, so that a client that waits
 * for 100 Continue sends nothing in vain.
 */
final class UploadRequests {

    private final Intake intake;
    private final ChannelAccess access;

    UploadRequests(Intake intake, ChannelAccess access) {
        this.intake = intake;
        this.access = access;
    }

    void handle(Exchange exchange, Requested requested, ObjectPath path) {
        if (!exchange.bodyIsFramed()) {
            refuse(
                    exchange,
                    HttpResponseStatus.LENGTH_REQUIRED,
                    "send the body with Transfer-Encoding: chunked or with a Content-Length");
            return;
        }
        String coding = exchange.headers().get(HttpHeaderNames.CONTENT_ENCODING);
        if (coding != null && !HttpHeaderValues.IDENTITY.contentEqualsIgnoreCase(coding.strip())) {
            intake.answers()
                    .problem(
                            exchange,
                            Problem.of(
                                            HttpResponseStatus.UNSUPPORTED_MEDIA_TYPE,
                                            "send the body without a Content-Encoding; edges compress what is worth it")
                                    .with(HttpHeaderNames.ACCEPT_ENCODING, HttpHeaderValues.IDENTITY));
            return;
        }
        OptionalLong declared = declaredBytes(exchange);
        UploadTerms terms = UploadTerms.of(intake.config(), requested.channel());
        if (terms.objectBytes() > 0 && declared.orElse(0) > terms.objectBytes()) {
            intake.counters().refusedObjectBytes.increment();
            refuse(exchange, HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE, terms.tooLarge());
            return;
        }
        switch (UploadRange.of(exchange.headers())) {
            case UploadRange.Whole whole ->
                access.check(exchange, requested, permission -> upload(exchange, path, terms, permission));
            case UploadRange.Part part ->
                access.check(
                        exchange, requested, permission -> patch(exchange, path, part, declared, terms, permission));
            case UploadRange.Malformed malformed ->
                refuse(exchange, HttpResponseStatus.BAD_REQUEST, malformed.reason());
        }
    }

    private void upload(Exchange exchange, ObjectPath path, UploadTerms terms, Permission permission) {
        ContentHeaders headers = PublishedHeaders.of(path, exchange.headers());
        switch (intake.limits().admit(exchange.clientAddress(), terms)) {
            case UploadLimits.Full full -> intake.answers().passing(exchange, full.status(), full.detail());
            case UploadLimits.Place place ->
                take(exchange, Upload.whole(exchange, path, headers, intake, new Admitted(place, terms, permission)));
        }
    }

    private void patch(
            Exchange exchange,
            ObjectPath path,
            UploadRange.Part part,
            OptionalLong declared,
            UploadTerms terms,
            Permission permission) {
        intake.answers().whenStoreAnswers(exchange, intake.log().find(path), state -> {
            if (exchange.responded()) {
                return; // the client has gone
            }
            switch (PatchPlan.of(part, state.complete(), declared, terms.patchedBytes(intake.windowBytes()))) {
                case PatchPlan.Refused refused -> refuse(exchange, refused.status(), refused.detail());
                case PatchPlan.Lay plan -> lay(exchange, path, plan, terms, permission);
            }
        });
    }

    private void lay(Exchange exchange, ObjectPath path, PatchPlan.Lay plan, UploadTerms terms, Permission permission) {
        ContentHeaders headers = PublishedHeaders.of(path, exchange.headers());
        switch (intake.limits().admit(exchange.clientAddress(), terms)) {
            case UploadLimits.Full full -> intake.answers().passing(exchange, full.status(), full.detail());
            case UploadLimits.Place place ->
                take(
                        exchange,
                        new Patch(exchange, path, headers, plan, intake, new Admitted(place, terms, permission)));
        }
    }

    /** A fault while the bytes that are there already are taken would leave the upload open for good. */
    private static void take(Exchange exchange, BodyListener upload) {
        try {
            exchange.receive(upload);
        } catch (RuntimeException e) {
            upload.broken("a fault of the server");
            throw e;
        }
    }

    private void refuse(Exchange exchange, HttpResponseStatus status, String detail) {
        intake.answers().problem(exchange, status, detail);
    }

    /** What is no number has been refused before. */
    private static OptionalLong declaredBytes(Exchange exchange) {
        String length = exchange.headers().get(HttpHeaderNames.CONTENT_LENGTH);
        try {
            return length == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(length.strip()));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
