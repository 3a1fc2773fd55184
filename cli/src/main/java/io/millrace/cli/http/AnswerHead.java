package io.millrace.cli.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpVersion;

/**
 * The head of an answer.
 *
 * @param status of the response
 * @param version of HTTP in which it came
 * @param headers as they came; names in any letters
 */
public record AnswerHead(int status, HttpVersion version, MultiMap headers) {

    /** That of a response whose head has come. */
    public static AnswerHead of(HttpClientResponse response) {
        return new AnswerHead(response.statusCode(), response.version(), response.headers());
    }

    /** The value of a header; empty where there is none. */
    public String header(String name) {
        String value = headers.get(name);
        return value == null ? "" : value;
    }

    /** Whether there is such a header. */
    public boolean has(String name) {
        return headers.contains(name);
    }
}
