package io.millrace.control;

import io.grpc.BindableService;
import io.millrace.control.change.Changes;
import io.millrace.control.change.Mirror;
import io.millrace.control.channel.ChannelCalls;
import io.millrace.control.edge.EdgeWatch;
import io.millrace.control.edge.Edges;
import io.millrace.control.key.KeyCalls;
import io.millrace.control.kubernetes.ClusterParts;
import io.millrace.control.live.LiveCalls;
import io.millrace.control.playback.PlaybackCalls;
import io.millrace.control.resource.Resources;
import io.millrace.control.route.Redirects;
import io.millrace.control.route.Resolver;
import io.millrace.control.route.RouteCalls;
import io.millrace.control.route.Routing;
import io.millrace.control.rule.RuleCalls;
import io.millrace.control.session.SessionCalls;
import io.millrace.control.session.SessionExpiry;
import io.millrace.control.session.SessionStates;
import io.millrace.control.store.ControlStore;
import io.millrace.control.tag.TagCalls;
import io.millrace.control.watch.WatchCalls;
import io.millrace.proto.control.v1.Channel;
import io.millrace.proto.control.v1.Rule;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The services of the API: here a further one is added. Owns the threads that follow the edges and end
 * sessions.
 *
 * @param cluster what Kubernetes tells of ends here
 * @param watch one of {@code all}, for its metrics
 * @param redirects by the same routes
 */
record ApiServices(
        WatchCalls watch,
        LiveCalls live,
        EdgeWatch edgeWatch,
        SessionExpiry sessionExpiry,
        Redirects redirects,
        ClusterParts cluster,
        List<BindableService> all)
        implements AutoCloseable {

    private static final int REPORTS_THAT_MAY_BE_MISSED = 3;

    /** @throws io.millrace.control.store.StoreUnavailableException if the store is not there */
    static ApiServices of(ControlStore store, Changes changes, Mirror mirror, ControlConfig config, Clock clock) {
        WatchCalls watch = new WatchCalls(mirror);
        Edges edges = new Edges(store.edges(), config.edges(), clock);
        EdgeWatch edgeWatch = EdgeWatch.start(edges);
        Routing routing = new Routing(mirror, edgeWatch);
        Resolver resolver = new Resolver(() -> ThreadLocalRandom.current().nextLong());
        LiveCalls live = new LiveCalls(
                store.live(config.live().report().multipliedBy(REPORTS_THAT_MAY_BE_MISSED)), routing, config.live());
        Resources<Channel> channels = ChannelCalls.channels(store, changes, clock);
        Resources<Rule> rules = RuleCalls.rules(store, changes, clock);
        return new ApiServices(
                watch,
                live,
                edgeWatch,
                SessionExpiry.start(mirror, changes, clock),
                new Redirects(routing, resolver),
                new ClusterParts(mirror, edges, edgeWatch, channels, rules),
                List.of(
                        new ChannelCalls(channels),
                        new KeyCalls(store, changes, clock),
                        new PlaybackCalls(store, changes, clock),
                        new RuleCalls(rules),
                        new TagCalls(store, changes, clock),
                        new SessionCalls(
                                store, changes, new SessionStates(store, changes, mirror), config.sessions(), clock),
                        new RouteCalls(edges, edgeWatch, routing, resolver),
                        live,
                        watch));
    }

    /** Who watches what is live is told that it ends. */
    @Override
    public void close() {
        live.close();
        sessionExpiry.close();
        edgeWatch.close();
    }
}
