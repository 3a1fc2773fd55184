package io.millrace.backends.redis;

import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.models.partitions.Partitions;
import io.lettuce.core.resource.ClientResources;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A cluster's client that does not tell nodes what library it is: what it finds of them would make it do so. */
final class NamelessClusterClient extends RedisClusterClient {

    NamelessClusterClient(ClientResources resources, List<RedisURI> uris) {
        super(resources, uris);
    }

    /**
     * Telling it takes a right, {@code client|setinfo}, that Redis 7.0 does not know and so does not take in a file of users.
     */
    static void unname(RedisURI uri) {
        uri.setLibraryName("");
        uri.setLibraryVersion("");
    }

    @Override
    protected CompletableFuture<Partitions> loadPartitionsAsync() {
        return super.loadPartitionsAsync().thenApply(nodes -> {
            nodes.forEach(node -> unname(node.getUri()));
            return nodes;
        });
    }
}
