package io.millrace.control;

import static io.millrace.control.Cluster.NAMESPACE;
import static io.millrace.control.Cluster.awaitReason;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.millrace.proto.control.v1.ChannelServiceGrpc;
import io.millrace.proto.control.v1.GetChannelRequest;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One replica of many works with a cluster. */
final class KubernetesLeadersTest {

    /** It begins first, and ends last. */
    @Order(1)
    @RegisterExtension
    static final Cluster CLUSTER = new Cluster();

    /** The first replica has nothing to do with the cluster. */
    @RegisterExtension
    static final Replicas REPLICAS = new Replicas(Map.of());

    @Test
    void anotherReplicaTakesOverFromOneThatEnds() {
        ControlServer first = REPLICAS.start(CLUSTER.settings());
        await().until(() -> !holder().isEmpty());
        String firstHolder = holder();
        ControlServer second = REPLICAS.start(CLUSTER.settings());
        CLUSTER.createChannel("first", Map.of("pathPrefix", "/first/"));
        awaitReason(CLUSTER.channel("first"), "Stored");
        assertEquals(firstHolder, holder());

        first.close();
        CLUSTER.channel("first").delete();
        CLUSTER.createChannel("second", Map.of("pathPrefix", "/second/"));
        awaitReason(CLUSTER.channel("second"), "Stored");
        await().until(() -> !holder().equals(firstHolder));
        await().until(() -> gone("first"));
        second.close();
    }

    @Test
    void aReplicaThatHasLostTheLeaseComesBackWhenTheOtherIsSilent() {
        ControlServer replica = REPLICAS.start(CLUSTER.settings());
        CLUSTER.createChannel("before", Map.of("pathPrefix", "/before/"));
        awaitReason(CLUSTER.channel("before"), "Stored");

        // Tried again where the replica renews it in the same moment.
        await().ignoreExceptions()
                .until(() -> lease().edit(lease -> new LeaseBuilder(lease)
                                .editSpec()
                                .withHolderIdentity("another")
                                .withRenewTime(ZonedDateTime.now(ZoneOffset.UTC))
                                .endSpec()
                                .build())
                        != null);
        await().until(() -> !holder().equals("another"));
        CLUSTER.createChannel("after", Map.of("pathPrefix", "/after/"));
        awaitReason(CLUSTER.channel("after"), "Stored");
        replica.close();
    }

    @Test
    void whatIsDeletedWhileNobodyLeadsIsDeletedInTheStoreLater() {
        ControlServer first = REPLICAS.start(CLUSTER.settings());
        CLUSTER.createChannel("orphan", Map.of("pathPrefix", "/orphan/"));
        awaitReason(CLUSTER.channel("orphan"), "Stored");
        first.close();
        CLUSTER.channel("orphan").delete();

        ControlServer second = REPLICAS.start(CLUSTER.settings());
        await().until(() -> gone("orphan"));
        second.close();
    }

    private static boolean gone(String id) {
        try {
            ChannelServiceGrpc.newBlockingStub(REPLICAS.channel())
                    .getChannel(GetChannelRequest.newBuilder()
                            .setName("channels/" + id)
                            .build());
            return false;
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode() == Status.Code.NOT_FOUND;
        }
    }

    private static String holder() {
        Lease found = lease().get();
        return found == null || found.getSpec().getHolderIdentity() == null
                ? ""
                : found.getSpec().getHolderIdentity();
    }

    private static Resource<Lease> lease() {
        return CLUSTER.client().leases().inNamespace(NAMESPACE).withName("millrace-control");
    }
}
