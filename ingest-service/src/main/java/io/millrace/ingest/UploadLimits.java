package io.millrace.ingest;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** How many uploads may be in progress at once, in all and of one client. Asked from every event loop. */
final class UploadLimits {

    /** Whether one more upload may begin. */
    sealed interface Admission {}

    /** It may not, now. */
    record Full(HttpResponseStatus status, String detail) implements Admission {}

    /** It may; its place is given back once, when the upload is over. Owned by the upload's event loop. */
    static final class Place implements Admission {

        private final UploadLimits limits;
        private final Object client;
        private boolean taken = true;

        private Place(UploadLimits limits, Object client) {
            this.limits = limits;
            this.client = client;
        }

        /** Gives the place back; again does nothing. */
        void leave() {
            if (taken) {
                taken = false;
                limits.leave(client);
            }
        }
    }

    /** Bytes of an IPv6 address that name a network; the rest is one client's to choose. */
    private static final int NETWORK_BYTES = 8;

    private final int most;
    private final int mostPerClient;
    private final InFlightBytes inFlight;
    private final IngestCounters counters;
    private final AtomicInteger open = new AtomicInteger();
    private final Map<Object, Integer> openByClient = new ConcurrentHashMap<>();

    UploadLimits(IngestConfig config, InFlightBytes inFlight, IngestCounters counters) {
        this.most = config.uploads();
        this.mostPerClient = config.uploadsPerClient();
        this.inFlight = inFlight;
        this.counters = counters;
    }

    Admission admit(InetAddress address) {
        if (inFlight.overrun()) {
            counters.refusedInFlight.increment();
            return new Full(
                    HttpResponseStatus.SERVICE_UNAVAILABLE,
                    "too many bytes wait for the store (MILLRACE_INGEST_IN_FLIGHT_BYTES); try again");
        }
        if (open.incrementAndGet() > most && most > 0) {
            open.decrementAndGet();
            counters.refusedUploads.increment();
            return new Full(
                    HttpResponseStatus.SERVICE_UNAVAILABLE,
                    most + " uploads are in progress, the most that this ingest takes (MILLRACE_INGEST_UPLOADS);"
                            + " try again");
        }
        Object client = client(address);
        if (mostPerClient > 0 && openByClient.merge(client, 1, Integer::sum) > mostPerClient) {
            leave(client);
            counters.refusedClientUploads.increment();
            return new Full(
                    HttpResponseStatus.TOO_MANY_REQUESTS,
                    mostPerClient + " uploads of this client are in progress, the most that this ingest takes"
                            + " (MILLRACE_INGEST_UPLOADS_PER_CLIENT); try again");
        }
        return new Place(this, client);
    }

    private void leave(Object client) {
        open.decrementAndGet();
        if (mostPerClient > 0) {
            openByClient.computeIfPresent(client, (same, count) -> count == 1 ? null : count - 1);
        }
    }

    /** Uploads that hold a place now. */
    int open() {
        return open.get();
    }

    private static Object client(InetAddress address) {
        return address instanceof Inet6Address
                ? ByteBuffer.wrap(address.getAddress(), 0, NETWORK_BYTES).getLong()
                : address;
    }
}
