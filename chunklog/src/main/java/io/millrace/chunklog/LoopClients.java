package io.millrace.chunklog;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.resource.ClientResources;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

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
        CompletableFuture.allOf(clients.values().stream()
                        .map(client -> end(client, limit))
                        .toArray(CompletableFuture[]::new))
                .join();
    }

    static void shutdown(AbstractRedisClient client, Duration limit) {
        end(client, limit).join();
    }

    /** Without a limit it would wait for ever where a node went while it was connected to. */
    private static CompletableFuture<Void> end(AbstractRedisClient client, Duration limit) {
        return client.shutdownAsync(0, limit.toMillis(), TimeUnit.MILLISECONDS)
                .completeOnTimeout(null, limit.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(failure -> null);
    }
}
