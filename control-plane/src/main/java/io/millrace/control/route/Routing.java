package io.millrace.control.route;

import io.millrace.control.change.Known;
import io.millrace.control.change.Mirror;
import io.millrace.control.edge.EdgeWatch;
import io.millrace.control.edge.KnownEdges;
import io.millrace.proto.control.v1.Channel;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** The routes as this replica knows them: made anew when channels or edges have changed. May be used by any thread. */
public final class Routing {

    private final Mirror mirror;
    private final EdgeWatch edges;
    private final AtomicReference<Made> made = new AtomicReference<>();
    private final AtomicBoolean making = new AtomicBoolean();

    public Routing(Mirror mirror, EdgeWatch edges) {
        this.mirror = mirror;
        this.edges = edges;
    }

    /** The name of the channel whose directory or object this is; empty for none's. */
    public String channelOf(String path) {
        return view().channelOf(path).map(Channel::getName).orElse("");
    }

    /** Never blocks, but may calculate for a moment: one thread does, and others have the last view meanwhile. */
    @SuppressWarnings("ReferenceEquality") // what is known is another object whenever it has changed
    RouteView view() {
        Known known = mirror.known();
        KnownEdges edgesNow = edges.known();
        Made last = made.get();
        if (last != null && last.known == known && last.edges == edgesNow) {
            return last.view;
        }
        if (last != null && !making.compareAndSet(false, true)) {
            return last.view;
        }
        try {
            RouteView view = new RouteView(known.resources().values(), edgesNow, last == null ? null : last.view);
            made.set(new Made(known, edgesNow, view));
            return view;
        } finally {
            making.set(false);
        }
    }

    /** A view, and what it was made of. */
    private record Made(Known known, KnownEdges edges, RouteView view) {}
}
