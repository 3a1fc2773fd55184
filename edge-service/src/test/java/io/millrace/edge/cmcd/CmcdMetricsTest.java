package io.millrace.edge.cmcd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CmcdMetricsTest {

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final CmcdMetrics metrics = new CmcdMetrics(registry);

    @Test
    void nothingIsPublishedBeforeAPlayerTellsSomething() {
        assertEquals(0, registry.getMeters().size());
    }

    @Test
    void requestsAndStarvationsAreCounted() {
        told("ot=v,sf=h,bs");
        told("ot=v,sf=h");
        assertEquals(
                2,
                registry.get("millrace.edge.cmcd.requests")
                        .tags("ot", "video", "sf", "hls")
                        .counter()
                        .count());
        assertEquals(
                1,
                registry.get("millrace.edge.cmcd.starvations")
                        .tags("ot", "video", "sf", "hls")
                        .counter()
                        .count());
    }

    @Test
    void buffersAndThroughputsThatAreToldAreDistributed() {
        told("ot=a,sf=d,bl=1000,mtp=5000");
        told("ot=a,sf=d,bl=3000");
        told("ot=a,sf=d");
        assertEquals(2_000, registry.get("millrace.edge.cmcd.buffer").summary().mean());
        assertEquals(1, registry.get("millrace.edge.cmcd.throughput").summary().count());
    }

    @Test
    void noStrangersWordBecomesATag() {
        told("ot=made-up,sf=made-up,sid=\"s\",cid=\"c\"");
        Set<String> tags = registry.getMeters().stream()
                .flatMap(meter -> meter.getId().getTags().stream())
                .filter(tag -> !tag.getKey().equals("le"))
                .map(tag -> tag.getKey() + "=" + tag.getValue())
                .collect(Collectors.toSet());
        assertEquals(Set.of("ot=other", "sf=other"), tags);
    }

    private void told(String fields) {
        metrics.count(Cmcd.of("", new DefaultHttpHeaders().set("CMCD-Request", fields))
                .orElseThrow());
    }
}
