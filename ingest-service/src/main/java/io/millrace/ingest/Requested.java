package io.millrace.ingest;

import io.millrace.control.client.ControlView;
import io.millrace.ingest.publisher.Offer;
import io.millrace.proto.control.v1.Channel;
import java.util.List;
import java.util.Optional;

/**
 * What a request is about, told apart from what it offers as a proof.
 *
 * @param path without keys, and with the name that a query may hold
 * @param view what the control plane said at that time; empty where there is none
 * @param channel whose path it is; empty where it is none's
 * @param offers in no order; without a control plane not looked for
 */
record Requested(RequestedPath path, Optional<ControlView> view, Optional<Channel> channel, List<Offer> offers) {

    /** Without a control plane. */
    static Requested of(RequestedPath path) {
        return new Requested(path, Optional.empty(), Optional.empty(), List.of());
    }
}
