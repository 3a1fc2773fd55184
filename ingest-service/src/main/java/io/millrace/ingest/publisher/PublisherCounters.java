package io.millrace.ingest.publisher;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/** What deciding about publishers has come to since the start. Written by all threads. */
final class PublisherCounters {

    private static final String[] KINDS = {"open", "key", "jwt", "certificate", "webhook"};
    private static final String[] REASONS = {"no-credentials", "wrong", "too-many", "unknown"};

    /** Requests that were allowed, by the kind of proof. */
    final Map<String, LongAdder> allowed = adders(KINDS);
    /** Requests that were not, by the reason. */
    final Map<String, LongAdder> refused = adders(REASONS);
    /** Tokens whose signature was checked. */
    final LongAdder tokenChecks = new LongAdder();
    /** Fetches of an issuer's keys that failed. */
    final LongAdder issuerFailures = new LongAdder();
    /** Requests to webhooks. */
    final LongAdder webhookCalls = new LongAdder();
    /** Those that brought no answer that can be used. */
    final LongAdder webhookFailures = new LongAdder();

    private static Map<String, LongAdder> adders(String... names) {
        Map<String, LongAdder> adders = new TreeMap<>();
        for (String name : names) {
            adders.put(name, new LongAdder());
        }
        return adders;
    }
}
