package io.millrace.chunklog;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.resource.ClientResources;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Clients of one Redis whose connections are on one event loop each, and stay there. Used by any thread. */
final class LoopClients {

    private final ClientResources resources;
    private final ClientOptions options;
    private final Map<EventLoop, RedisClient> clients = new ConcurrentHashMap<>();

    /** @param resources what the clients share, but for the loops */
    LoopClients(ClientResources resources, ClientOptions options) {
        this.resources = resources;
        this.options = options;
    }

    RedisClient on(EventLoop loop) {
        return clients.computeIfAbsent(loop, l -> {
            RedisClient client = RedisClient.create(resources
                    .mutate()
                    .eventLoopGroupProvider(new SharedLoops(l))
                    .build());
            client.setOptions(options);
            return client;
        });
    }

    void shutdown(Duration limit) {
        clients.values().forEach(client -> client.shutdown(Duration.ZERO, limit));
    }
}
