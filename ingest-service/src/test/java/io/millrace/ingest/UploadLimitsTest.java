package io.millrace.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.millrace.chunklog.Keeping;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UploadLimitsTest {

    private static final UploadTerms ANY_CHANNEL = terms(Optional.empty(), 0);

    private final InetAddress one = InetAddress.ofLiteral("192.0.2.1");
    private final InetAddress other = InetAddress.ofLiteral("192.0.2.2");
    private final InFlightBytes inFlight = new InFlightBytes(100);
    private final IngestCounters counters = new IngestCounters();

    @Test
    void uploadsHoldAPlaceUntilTheyLeaveIt() {
        UploadLimits limits = limits(10, 10);
        UploadLimits.Place place = admitted(limits, one);
        assertEquals(1, limits.open());
        place.leave();
        assertEquals(0, limits.open());
    }

    @Test
    void aPlaceIsLeftOnceOnly() {
        UploadLimits limits = limits(10, 10);
        admitted(limits, one);
        UploadLimits.Place place = admitted(limits, one);
        place.leave();
        place.leave();
        assertEquals(1, limits.open());
    }

    @Test
    void pastTheMostInAllAnUploadIsRefusedForNow() {
        UploadLimits limits = limits(2, 0);
        admitted(limits, one);
        UploadLimits.Place place = admitted(limits, other);
        assertRefused(503, limits, one);
        assertEquals(1, counters.refusedUploads.sum());
        place.leave();
        admitted(limits, one);
    }

    @Test
    void pastTheMostOfAClientItIsRefusedForNowAndOthersAreNot() {
        UploadLimits limits = limits(10, 1);
        UploadLimits.Place place = admitted(limits, one);
        assertRefused(429, limits, one);
        assertEquals(1, counters.refusedClientUploads.sum());
        admitted(limits, other);
        assertEquals(2, limits.open());
        place.leave();
        admitted(limits, one);
    }

    @Test
    void theAddressesOfAnIpv6NetworkAreOneClient() {
        UploadLimits limits = limits(10, 1);
        admitted(limits, InetAddress.ofLiteral("2001:db8:0:1::1"));
        assertRefused(429, limits, InetAddress.ofLiteral("2001:db8:0:1::2"));
        admitted(limits, InetAddress.ofLiteral("2001:db8:0:2::1"));
    }

    @Test
    void whileTooManyBytesWaitForTheStoreNoFurtherUploadIsBegun() {
        UploadLimits limits = limits(10, 10);
        inFlight.add(200);
        assertRefused(503, limits, one);
        assertEquals(1, counters.refusedInFlight.sum());
        inFlight.remove(200);
        admitted(limits, one);
    }

    @Test
    void withoutLimitsEveryUploadIsLetIn() {
        UploadLimits limits = limits(0, 0);
        for (int i = 0; i < 1000; i++) {
            admitted(limits, one);
        }
    }

    private UploadLimits limits(int uploads, int perClient) {
        IngestConfig config = new SmallRyeConfigBuilder()
                .withMapping(IngestConfig.class)
                .withSources(new PropertiesConfigSource(
                        Map.of(
                                "millrace.ingest.uploads", Integer.toString(uploads),
                                "millrace.ingest.uploads-per-client", Integer.toString(perClient)),
                        "test",
                        100))
                .addDiscoveredConverters()
                .build()
                .getConfigMapping(IngestConfig.class);
        return new UploadLimits(config, inFlight, counters);
    }

    @Test
    void pastTheMostOfAChannelItIsRefusedForNowAndOthersAreNot() {
        UploadLimits limits = limits(10, 10);
        UploadTerms ofCam = terms(Optional.of("channels/cam"), 1);
        UploadLimits.Place place = assertInstanceOf(UploadLimits.Place.class, limits.admit(one, ofCam));
        UploadLimits.Full full = assertInstanceOf(UploadLimits.Full.class, limits.admit(other, ofCam));
        assertEquals(429, full.status().code());
        assertEquals(1, counters.refusedChannelUploads.sum());
        assertInstanceOf(UploadLimits.Place.class, limits.admit(one, terms(Optional.of("channels/other"), 1)));
        place.leave();
        assertInstanceOf(UploadLimits.Place.class, limits.admit(other, ofCam));
    }

    private static UploadTerms terms(Optional<String> channel, int most) {
        return new UploadTerms(0, "", channel, most, 0, Keeping.AS_CONFIGURED);
    }

    private static UploadLimits.Place admitted(UploadLimits limits, InetAddress client) {
        return assertInstanceOf(UploadLimits.Place.class, limits.admit(client, ANY_CHANNEL));
    }

    private static void assertRefused(int status, UploadLimits limits, InetAddress client) {
        assertEquals(
                status,
                assertInstanceOf(UploadLimits.Full.class, limits.admit(client, ANY_CHANNEL))
                        .status()
                        .code());
    }
}
