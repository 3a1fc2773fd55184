package io.millrace.cli.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One upload on its way: every write is a chunk of its body. Used by one thread, which waits in {@link #write} for as long
 * as the server takes nothing. Ends with {@link #end}, or is cut off by {@link #close}, which the server can't mistake for
 * an end.
 */
public final class Put implements AutoCloseable {

    /** Problem documents are shorter; of anything else nothing is shown. */
    private static final int MOST_ANSWER_BYTES = 16 * 1024;

    private final HttpClientRequest request;
    private final Duration timeout;
    private final CompletableFuture<Answer> answer = new CompletableFuture<>();
    private final CompletableFuture<Void> continued = new CompletableFuture<>();
    private volatile AnswerHead head;
    private volatile String page = "";
    /** The body was ended and answered. */
    private boolean over;

    Put(HttpClientRequest request, Duration timeout) {
        this.request = request;
        this.timeout = timeout;
        request.exceptionHandler(answer::completeExceptionally);
        request.continueHandler(continued::complete);
        request.response().onSuccess(this::responded).onFailure(answer::completeExceptionally);
    }

    /** Sends the head. */
    void begin() throws IOException, InterruptedException {
        Waiting.await(request.sendHead().toCompletionStage(), timeout, "the server took nothing");
    }

    /**
     * Waits for {@code 100 Continue}, which an upload with {@code Expect: 100-continue} is told before its body is wanted; or
     * for an answer.
     *
     * @return whether one of both came in time; where nothing comes, one may send the body all the same (RFC 9110, 10.1.1)
     */
    public boolean awaitContinue(Duration atMost) throws InterruptedException {
        try {
            Waiting.await(CompletableFuture.anyOf(continued, answer), atMost, "nothing");
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** The head of the answer, once it has come. */
    public Optional<AnswerHead> head() {
        return Optional.ofNullable(head);
    }

    /** The body of the answer, once it has come; empty where it is long. */
    public String page() {
        return page;
    }

    /**
     * Sends a chunk; returns when it is on its way.
     *
     * @param bytes of which the first are sent; may be used again afterwards
     * @throws AnsweredEarlyException if the server has answered already
     * @throws IOException if the connection is gone
     */
    public void write(byte[] bytes, int length) throws IOException, InterruptedException {
        check();
        CompletableFuture<Void> written = request.write(Buffer.buffer(length).appendBytes(bytes, 0, length))
                .toCompletionStage()
                .toCompletableFuture();
        Waiting.await(CompletableFuture.anyOf(written, answer), timeout, "the server took nothing");
        check();
    }

    /**
     * Looks whether the upload can go on.
     *
     * @throws AnsweredEarlyException if the server has answered already
     * @throws IOException if the connection is gone
     */
    public void check() throws IOException, InterruptedException {
        if (answer.isDone()) {
            throw new AnsweredEarlyException(Waiting.await(answer, Duration.ZERO, "no answer"));
        }
    }

    /** Runs something, on another thread, when the server has answered or the connection is gone. */
    public void whenAnswered(Runnable action) {
        answer.whenComplete((answered, failure) -> action.run());
    }

    /**
     * Ends the body and waits for the answer.
     *
     * @throws IOException if none comes; whether the object is there is not known then
     */
    public Answer end() throws IOException, InterruptedException {
        CompletableFuture<Void> ended = request.end().toCompletionStage().toCompletableFuture();
        Waiting.await(CompletableFuture.anyOf(ended, answer), timeout, "the server took nothing");
        Answer said = Waiting.await(answer, timeout, "the server gave no answer");
        over = true;
        return said;
    }

    /**
     * Cuts the upload off, unless it has ended and was answered: HTTP/1.1 closes without a last chunk, HTTP/2 resets the
     * stream. So does an upload that was answered early, whose connection is of no further use.
     */
    @Override
    public void close() {
        if (!over) {
            boolean _ = request.reset();
        }
    }

    private void responded(HttpClientResponse response) {
        head = AnswerHead.of(response);
        Buffer body = Buffer.buffer();
        response.exceptionHandler(answer::completeExceptionally);
        response.handler(bytes -> {
            if (body.length() + bytes.length() <= MOST_ANSWER_BYTES) {
                body.appendBuffer(bytes);
            }
        });
        response.endHandler(end -> {
            page = body.toString(StandardCharsets.UTF_8);
            answer.complete(Answer.of(response, body));
        });
    }
}
