package io.millrace.shaper.dripls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.millrace.control.client.ControlView;
import io.millrace.proto.control.v1.Channel;
import io.millrace.proto.control.v1.ConfigItem;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentsTest {

    private static final Optional<ControlView> VIEW = Optional.of(ControlView.of(
            "store",
            1,
            List.of(ConfigItem.newBuilder()
                    .setName("channels/news")
                    .setChannel(Channel.newBuilder().setName("channels/news").setPathPrefix("/live/news/"))
                    .build())));

    private final Contents contents = Contents.of(List.of("wt=https://cdn.example/wt/master.m3u8?x=1"));

    @ParameterizedTest
    @CsvSource({
        "cid=news, channels/news, master.m3u8",
        "cid=news/hd/index.m3u8, channels/news, hd/index.m3u8",
        "cid=news/hd, channels/news, hd/master.m3u8",
        "cid=other, '', other/master.m3u8",
        "cid=/live/other/, '', live/other/master.m3u8",
        "cid=wt, https://cdn.example/wt/, https://cdn.example/wt/master.m3u8?x=1",
        "cid=url&cid_url=http%3A%2F%2Fh%2Fa%2Fm.m3u8, http://h/a/, http://h/a/m.m3u8",
    })
    void aContentIsAChannelANameOrAUrl(String query, String origin, String playlist) {
        assertEquals(new Content(origin, playlist), contents.find(DriplsQuery.of(query), Optional.empty(), VIEW));
    }

    @Test
    void whatATagPlaysIsPlayedWhereTheUrlSaysNothing() {
        Optional<String> tagged = Optional.of("channels/news");
        assertEquals(new Content("channels/news", "master.m3u8"), contents.find(DriplsQuery.of("r=x"), tagged, VIEW));
        assertEquals(new Content("", "other/master.m3u8"), contents.find(DriplsQuery.of("cid=other"), tagged, VIEW));
        assertEquals(
                new Content("http://h/", "http://h/m.m3u8"),
                contents.find(DriplsQuery.of(""), Optional.of("http://h/m.m3u8"), VIEW));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "cid=", "cid=url", "cid=url&cid_url=file:///x", "cid=url&cid_url=x.m3u8"})
    void whatNamesNothingIsRefused(String query) {
        assertThrows(
                IllegalArgumentException.class,
                () -> contents.find(DriplsQuery.of(query), Optional.empty(), Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"wt", "=http://h/", "wt=h/m.m3u8"})
    void aSettingThatIsNoContentIsRefused(String setting) {
        assertThrows(IllegalArgumentException.class, () -> Contents.of(List.of(setting)));
    }
}
