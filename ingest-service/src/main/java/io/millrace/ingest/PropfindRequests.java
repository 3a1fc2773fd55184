package io.millrace.ingest;

import io.millrace.chunklog.Listed;
import io.millrace.chunklog.ObjectPath;
import io.millrace.chunklog.ObjectState;
import io.millrace.wire.Exchange;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * PROPFIND (RFC 4918, section 9.1), as far as encoders that speak WebDAV and clients that look before they write need
 * it: the same few properties, whatever is asked for. A path with a last slash is a directory, which is there even
 * when nothing is in it, for it can be put to.
 */
final class PropfindRequests {

    /** More members are left out: what a client can show or will read. */
    private static final int MOST_MEMBERS = 10_000;

    private static final String DEPTH = "depth";
    private static final String FINITE_DEPTH =
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<D:error xmlns:D=\"DAV:\"><D:propfind-finite-depth/></D:error>\n";

    private final Intake intake;

    PropfindRequests(Intake intake) {
        this.intake = intake;
    }

    /**
     * @param object what the path names if it is an object's, which it can't be with a last slash
     * @param directory what it names if it is a directory's
     */
    void handle(Exchange exchange, Optional<ObjectPath> object, DirectoryPath directory) {
        String depth = exchange.headers().get(DEPTH, "1").strip();
        if (!depth.equals("0") && !depth.equals("1")) {
            xml(exchange, HttpResponseStatus.FORBIDDEN, FINITE_DEPTH);
            return;
        }
        int members = depth.equals("0") ? 0 : MOST_MEMBERS;
        CompletionStage<ObjectState> state = object.map(path -> intake.log().find(path))
                .orElseGet(() -> CompletableFuture.completedStage(ObjectState.ABSENT));
        // One member at least is asked for: it tells whether a path without a last slash is a directory's.
        CompletionStage<String> answer =
                state.thenCombine(intake.log().list(directory.path(), Math.max(1, members)), (found, listed) -> {
                    if (!found.absent()) {
                        return object(object.orElseThrow(), found);
                    }
                    boolean there = object.isEmpty() || !listed.isEmpty();
                    return there ? directory(directory, members == 0 ? List.of() : listed) : "";
                });
        intake.answers().whenStoreAnswers(exchange, answer, xml -> {
            if (xml.isEmpty()) {
                intake.answers().problem(exchange, HttpResponseStatus.NOT_FOUND, "there is nothing");
            } else {
                xml(exchange, HttpResponseStatus.MULTI_STATUS, xml);
            }
        });
    }

    private static String directory(DirectoryPath directory, List<Listed> members) {
        Multistatus answer = new Multistatus().directory(directory);
        members.forEach(member -> answer.member(directory, member));
        return answer.xml();
    }

    private static String object(ObjectPath path, ObjectState state) {
        Multistatus answer = new Multistatus();
        state.complete()
                .ifPresentOrElse(
                        complete -> answer.object(path, complete),
                        () -> answer.growing(path, state.open().orElseThrow()));
        return answer.xml();
    }

    private void xml(Exchange exchange, HttpResponseStatus status, String xml) {
        HttpHeaders headers = new DefaultHttpHeaders();
        headers.set(HttpHeaderNames.CONTENT_TYPE, "application/xml; charset=utf-8");
        headers.set(HttpHeaderNames.CACHE_CONTROL, "no-store");
        intake.answers().document(exchange, status, headers, Unpooled.copiedBuffer(xml, StandardCharsets.UTF_8));
    }
}
