package io.millrace.ingest;

import io.millrace.ingest.publisher.ClientNetwork;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** How many uploads may be in progress at once, in all, of one client and of one channel. Asked from every event loop. */
final class UploadLimits {

    /** Whether one more upload may begin. */
    sealed interface Admission {}

    /** It may not, now. */
    record Full(HttpResponseStatus status, String detail) implements Admission {}

    /** It may; its place is given back once, when the upload is over. Owned by the upload's event loop. */
    static final class Place implements Admission {

        private final UploadLimits limits;
        private final Object client;
        private final Optional<String> channel;
        private boolean taken = true;

        private Place(UploadLimits limits, Object client, Optional<String> channel) {
            this.limits = limits;
            this.client = client;
            this.channel = channel;
        }

        /** Gives the place back; again does nothing. */
        void leave() {
            if (taken) {
                taken = false;
                limits.leave(client, channel);
            }
        }
    }

    private final int most;
    private final int mostPerClient;
    private final InFlightBytes inFlight;
    private final IngestCounters counters;
    private final AtomicInteger open = new AtomicInteger();
    private final Map<Object, Integer> openByClient = new ConcurrentHashMap<>();
    private final Map<String, Integer> openByChannel = new ConcurrentHashMap<>();

    UploadLimits(IngestConfig config, InFlightBytes inFlight, IngestCounters counters) {
        this.most = config.uploads();
        this.mostPerClient = config.uploadsPerClient();
        this.inFlight = inFlight;
        this.counters = counters;
    }

    Admission admit(InetAddress address, UploadTerms terms) {
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
        Object client = ClientNetwork.of(address);
        int ofClient = mostPerClient > 0 ? openByClient.merge(client, 1, Integer::sum) : 0;
        Optional<String> channel = terms.channel();
        int ofChannel =
                channel.map(name -> openByChannel.merge(name, 1, Integer::sum)).orElse(0);
        if (ofClient > mostPerClient) {
            leave(client, channel);
            counters.refusedClientUploads.increment();
            return new Full(
                    HttpResponseStatus.TOO_MANY_REQUESTS,
                    mostPerClient + " uploads of this client are in progress, the most that this ingest takes"
                            + " (MILLRACE_INGEST_UPLOADS_PER_CLIENT); try again");
        }
        if (terms.channelUploads() > 0 && ofChannel > terms.channelUploads()) {
            leave(client, channel);
            counters.refusedChannelUploads.increment();
            return new Full(
                    HttpResponseStatus.TOO_MANY_REQUESTS,
                    terms.channelUploads() + " uploads of this channel are in progress here, the most that it may have"
                            + " (max_uploads of " + channel.orElseThrow() + "); try again");
        }
        return new Place(this, client, channel);
    }

    private void leave(Object client, Optional<String> channel) {
        open.decrementAndGet();
        if (mostPerClient > 0) {
            openByClient.computeIfPresent(client, (same, count) -> count == 1 ? null : count - 1);
        }
        channel.ifPresent(name -> openByChannel.computeIfPresent(name, (same, count) -> count == 1 ? null : count - 1));
    }

    /** Uploads that hold a place now. */
    int open() {
        return open.get();
    }
}
