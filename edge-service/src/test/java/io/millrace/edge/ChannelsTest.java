package io.millrace.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import io.millrace.access.playback.SigningKey;
import io.millrace.control.client.ControlView;
import io.millrace.edge.cors.CorsPolicy;
import io.millrace.proto.control.v1.Channel;
import io.millrace.proto.control.v1.ConfigItem;
import io.millrace.proto.control.v1.PlaybackKeyConfig;
import io.millrace.proto.control.v1.PlaybackKeyKind;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChannelsTest {

    private static final String KEY = "channels/live/playbackKeys/k1";
    private static final EdgeConfig CONFIG = TestConfig.of(Map.of());

    private int narrowed;
    private long revision;
    private final Channels channels =
            new Channels(CONFIG, Policies.of(CONFIG, CorsPolicy.open()), InstantSource.system(), () -> narrowed++);

    @Test
    void beforeTheFirstViewNothingIsKnown() {
        assertEquals(ChannelFound.Nothing.NOT_TOLD_YET, channels.find("/live/"));
    }

    @Test
    void thatWithTheLongestPrefixHasTheDirectory() {
        told(channel("live", "/live/"), channel("cam", "/live/cam/"));
        assertEquals("channels/live", found("/live/"));
        assertEquals("channels/live", found("/live/camera/"));
        assertEquals("channels/cam", found("/live/cam/"));
        assertEquals("channels/cam", found("/live/cam/720p/"));
    }

    @Test
    void whatNoChannelHasIsClosed() {
        told(channel("live", "/live/"));
        for (String directory : List.of("/", "/liv/", "/lively/", "/Live/")) {
            assertEquals(ChannelFound.Nothing.NO_CHANNEL, channels.find(directory));
        }
    }

    @Test
    void whatHasNotChangedIsNotWorkedOutAgain() {
        told(channel("a", "/a/"), channel("b", "/b/"));
        ChannelFound a = channels.find("/a/");
        ChannelFound b = channels.find("/b/");
        told(
                channel("a", "/a/"),
                channel("b", "/b/").toBuilder().setDisabled(true).build());
        assertSame(a, channels.find("/a/"));
        assertNotSame(b, channels.find("/b/"));
    }

    @Test
    void responsesOfAChannelThatIsDisabledOrGoneDoNotGoOn() {
        told(channel("live", "/live/"));
        assertTrue(channels.keeps("channels/live", Optional.empty()));
        told(channel("live", "/live/").toBuilder().setDisabled(true).build());
        assertFalse(channels.keeps("channels/live", Optional.empty()));
        assertEquals(1, narrowed);
        told();
        assertFalse(channels.keeps("channels/live", Optional.empty()));
        assertEquals(2, narrowed);
    }

    @Test
    void responsesOfAKeyThatIsRevokedOrDeletedDoNotGoOn() {
        Channel live = channel("live", "/live/");
        PlaybackKeyConfig key = key();
        told(live, key);
        assertTrue(channels.keeps("channels/live", Optional.of(KEY)));
        told(live, key.toBuilder().setRevoked(true).build());
        assertFalse(channels.keeps("channels/live", Optional.of(KEY)));
        assertTrue(channels.keeps("channels/live", Optional.empty()));
        assertEquals(1, narrowed);
        told(live, key);
        told(live);
        assertFalse(channels.keeps("channels/live", Optional.of(KEY)));
        assertEquals(2, narrowed);
    }

    @Test
    void responsesOfAKeyThatHasComeToItsEndGoOn() {
        PlaybackKeyConfig.Builder ended = key().toBuilder();
        ended.getExpireTimeBuilder().setSeconds(1);
        told(channel("live", "/live/"), key());
        told(channel("live", "/live/"), ended.build());
        assertTrue(channels.keeps("channels/live", Optional.of(KEY)));
        assertEquals(0, narrowed);
    }

    @Test
    void noResponseIsLookedAtWhereAChannelOnlySaysSomethingElse() {
        told(channel("live", "/live/"), key());
        told(channel("live", "/live/").toBuilder().setDisplayName("Live").build(), key());
        assertEquals(0, narrowed);
    }

    @Test
    void theChannelsHoldLimitHoldsInPlaceOfTheEdges() {
        Duration half = Duration.newBuilder().setNanos(500_000_000).build();
        told(
                channel("live", "/live/"),
                channel("short", "/short/").toBuilder().setHoldLimit(half).build());
        assertEquals(java.time.Duration.ofSeconds(5), held("/live/", "wait=5"));
        assertEquals(java.time.Duration.ofMillis(500), held("/short/", "wait=5"));
    }

    @Test
    void aCorsPolicyThatCanNotBeUnderstoodLetsNoPageRead() {
        Channel.Builder broken = channel("live", "/live/").toBuilder();
        broken.getCorsBuilder().addOrigins("no origin");
        told(broken.build());
        assertFalse(served("/live/")
                .policies()
                .cors()
                .allow(new DefaultHttpHeaders().add("Origin", "https://a.example"), new DefaultHttpHeaders()));
    }

    private java.time.Duration held(String directory, String prefer) {
        return served(directory).policies().holds().of(new DefaultHttpHeaders().add("Prefer", prefer));
    }

    private String found(String directory) {
        return served(directory).channel().getName();
    }

    private ServedChannel served(String directory) {
        return assertInstanceOf(ServedChannel.class, channels.find(directory));
    }

    private static Channel channel(String id, String prefix) {
        return Channel.newBuilder()
                .setName("channels/" + id)
                .setPathPrefix(prefix)
                .build();
    }

    private static PlaybackKeyConfig key() {
        return PlaybackKeyConfig.newBuilder()
                .setKind(PlaybackKeyKind.PLAYBACK_KEY_KIND_SIGNING)
                .setSigningKey(ByteString.copyFrom(SigningKey.random().secret()))
                .build();
    }

    private void told(Channel channel, PlaybackKeyConfig key) {
        tell(List.of(
                item(channel),
                ConfigItem.newBuilder().setName(KEY).setPlaybackKey(key).build()));
    }

    private void told(Channel... told) {
        tell(List.of(told).stream().map(ChannelsTest::item).toList());
    }

    private void tell(List<ConfigItem> items) {
        channels.changed(ControlView.of("store", ++revision, items));
    }

    private static ConfigItem item(Channel channel) {
        return ConfigItem.newBuilder()
                .setName(channel.getName())
                .setChannel(channel)
                .build();
    }
}
