package io.millrace.wire;

/** What a service does with each request. */
@FunctionalInterface
public interface ExchangeHandler {

    /**
     * Called when the head of a request has come, on the event loop that owns the exchange. Must not block. Answers now
     * or later, and calls {@link Exchange#receive} where it wants the body.
     */
    void handle(Exchange exchange);
}
