package io.millrace.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.proto.control.v1.Channel;
import io.millrace.proto.control.v1.ChannelServiceGrpc;
import io.millrace.proto.control.v1.UpdateChannelRequest;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code millrace channels} and {@code millrace apply}, with a control plane that keeps what it is told. */
final class ChannelCommandsTest {

    @RegisterExtension
    static final Replicas REPLICAS = new Replicas(Map.of());

    private static final String CHANGED =
            "channels/edited: its etag is another one: it was changed since it was read; look at"
                    + " it again, and try again\n";

    @TempDir
    private Path directory;

    private Terminal terminal;

    @BeforeEach
    void open() {
        terminal = new Terminal(REPLICAS.uri(), directory);
    }

    @Test
    void aChannelIsMadeChangedShownAndDeleted() {
        assertEquals(
                """
                name  channels/cam
                pathPrefix  /cam/
                retention  2m
                limits.maxObjectBytes  10MB
                playback.signed  yes
                labels.site  berlin
                createTime  TIME
                updateTime  TIME
                revision  N
                etag  N
                """,
                terminal.printsAbout("channels create cam --path-prefix /cam/ --retention 2m"
                        + " --max-object-size 10MB --playback signed --label site=berlin"));

        terminal.prints("channels update cam --retention 1h30m --max-bit-rate 4.5M --clear playback"
                + " --remove-label site --label city=berlin");

        assertEquals("""
                name  channels/cam
                pathPrefix  /cam/
                retention  1h30m
                limits.maxBitRate  4.5Mbit/s
                limits.maxObjectBytes  10MB
                labels.city  berlin
                createTime  TIME
                updateTime  TIME
                revision  N
                etag  N
                """, terminal.printsAbout("channels get cam"));

        assertEquals("", terminal.prints("channels delete cam"));
        terminal.refuses(3, "millrace: channels/cam is not there\n", "channels get cam");
        terminal.refuses(3, "millrace: channels/cam is not there\n", "channels delete cam");
    }

    @Test
    void theSameIsShownAsJsonAndAsYaml() {
        terminal.prints("channels create shown --path-prefix /shown/ --retention 90s --cors-origin * --disabled true");

        assertEquals("""
                {
                  "name": "channels/shown",
                  "pathPrefix": "/shown/",
                  "retention": "90s",
                  "cors": {
                    "origins": [
                      "*"
                    ]
                  },
                  "disabled": true,
                  "createTime": "TIME",
                  "updateTime": "TIME",
                  "revision": "N",
                  "etag": "N"
                }
                """, terminal.printsAbout("channels get shown --output json"));
        assertEquals("""
                name: channels/shown
                pathPrefix: /shown/
                retention: 90s
                cors:
                  origins:
                  - '*'
                disabled: true
                createTime: 'TIME'
                updateTime: 'TIME'
                revision: N
                etag: N
                """, terminal.printsAbout("channels get channels/shown --output yaml"));
    }

    @Test
    void allChannelsAreListed() {
        terminal.prints("channels create list-a --path-prefix /list/a/ --retention 10s");
        terminal.prints("channels create list-b --path-prefix /list/b/ --playback open --disabled true");

        String listed = terminal.printsAbout("channels list");

        assertTrue(listed.startsWith("NAME  PATH PREFIX  RETENTION  PLAYBACK  PUBLISH  DISABLED\n"), listed);
        assertTrue(listed.contains("""
                channels/list-a  /list/a/  10s  -  -  -
                channels/list-b  /list/b/  -  open  -  yes
                """), listed);
    }

    @Test
    void eachWrongFieldIsALineAndNothingIsMade() {
        terminal.refuses(1, """
                millrace: what was given is not right:
                  pathPrefix: must begin and end with '/'
                  retention: must be from 1s to 86400s
                  limits.maxUploads: must not be negative
                """, "channels create wrong --path-prefix nowhere --retention 2d --max-uploads -1");
        terminal.refuses(3, "millrace: channels/wrong is not there\n", "channels get wrong");
    }

    @Test
    void aNameAndAPathPrefixAreTakenOnce() {
        terminal.prints("channels create owner --path-prefix /owned/");
        terminal.refuses(
                4, "millrace: channels/owner is there already\n", "channels create owner --path-prefix /other/");
        terminal.refuses(
                4,
                "millrace: the path prefix is that of channels/owner\n",
                "channels create thief --path-prefix /owned/");
    }

    @Test
    void withAnEtagOnlyWhatWasLookedAtIsDeletedOrReplaced() {
        terminal.prints("channels create edited --path-prefix /edited/ --display-name before");
        String read = terminal.prints("channels get edited --output yaml");
        Path file = terminal.file("edited.yaml", read.replace("before", "mine"));
        changeName("edited", "theirs");

        String etag = read.lines()
                .filter(line -> line.startsWith("etag: "))
                .map(line -> line.replaceAll("\\W|etag", ""))
                .findFirst()
                .orElseThrow();
        terminal.refuses(4, "millrace: " + CHANGED, "channels delete edited --etag " + etag);
        terminal.refuses(4, "millrace: channels/edited could not be applied: " + CHANGED, "apply -f " + file);

        assertTrue(terminal.printsAbout("channels get edited").contains("\ndisplayName  theirs\n"));
    }

    @Test
    void aFileIsAppliedOnceAndThenOnlyWhatHasChanged() {
        Path file = terminal.file("all.yaml", """
                name: tags/applied
                rules: [rules/applied]
                content: channels/applied
                ---
                name: rules/applied
                match: {channel: channels/applied, kinds: [segment]}
                actions:
                  - bandwidth: {bitRate: 1.5M}
                ---
                name: channels/applied
                pathPrefix: /applied/
                retention: 2m
                playback: {signed: {places: [query, cookie]}}
                """);

        assertEquals("""
                channels/applied created
                rules/applied created
                tags/applied created
                """, terminal.prints("apply -f " + file));
        terminal.prints("channels update applied --display-name by-hand");
        assertEquals("""
                channels/applied changed
                rules/applied unchanged
                tags/applied unchanged
                """, terminal.prints("apply -f " + file));

        assertEquals("""
                name  channels/applied
                pathPrefix  /applied/
                retention  2m
                playback.signed.places  query, cookie
                createTime  TIME
                updateTime  TIME
                revision  N
                etag  N
                """, terminal.printsAbout("channels get applied"));
    }

    @Test
    void whatIsRefusedEndsAnApplicationAndWhatWasBeforeItStays() {
        Path file = terminal.file("half.yaml", """
                name: channels/half
                pathPrefix: /half/
                ---
                name: tags/half
                rules: [rules/nowhere]
                """);

        terminal.refuses(
                4,
                "channels/half created\n",
                "millrace: tags/half could not be applied: rules/nowhere: it is not there\n",
                "apply -f " + file);

        assertTrue(terminal.prints("channels get half").contains("channels/half"));
        terminal.refuses(3, "millrace: tags/half is not there\n", "tags get half");
    }

    private static void changeName(String id, String displayName) {
        Channel changed = ChannelServiceGrpc.newBlockingStub(REPLICAS.channel())
                .updateChannel(UpdateChannelRequest.newBuilder()
                        .setChannel(
                                Channel.newBuilder().setName("channels/" + id).setDisplayName(displayName))
                        .build());
        assertEquals(displayName, changed.getDisplayName());
    }
}
