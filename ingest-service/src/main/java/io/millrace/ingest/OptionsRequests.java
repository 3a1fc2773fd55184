package io.millrace.ingest;

import io.millrace.wire.Exchange;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;

/**
 * OPTIONS: what can be done here, for anybody and any path, be there something or not. A browser's preflight carries no
 * credentials, so none are asked for.
 */
final class OptionsRequests {

    /** RFC 4918, section 18: class 1, without locks. */
    private static final String DAV_CLASS = "1";

    private final Answers answers;

    OptionsRequests(Answers answers) {
        this.answers = answers;
    }

    void handle(Exchange exchange) {
        HttpHeaders headers = new DefaultHttpHeaders();
        headers.set(HttpHeaderNames.ALLOW, IngestHandler.ALLOWED);
        headers.set("dav", DAV_CLASS);
        answers.cors().allowPreflight(exchange.headers(), headers, IngestHandler.ALLOWED);
        answers.empty(exchange, HttpResponseStatus.NO_CONTENT, headers);
    }
}
