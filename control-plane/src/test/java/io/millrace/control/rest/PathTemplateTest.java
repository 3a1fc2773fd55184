package io.millrace.control.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PathTemplateTest {

    @Test
    void aVariableTakesThePartsOfItsPattern() {
        PathTemplate template = new PathTemplate("/v1/{name=channels/*/keys/*}:rotate");

        assertEquals(
                Optional.of(Map.of("name", "channels/cam/keys/k1")), template.match("/v1/channels/cam/keys/k1:rotate"));
        assertEquals(Optional.empty(), template.match("/v1/channels/cam/keys/k1"));
        assertEquals(Optional.empty(), template.match("/v1/channels/cam/keys/k1:revoke"));
        assertEquals(Optional.empty(), template.match("/v1/channels/cam/other/keys/k1:rotate"));
        assertEquals(Optional.empty(), template.match("/v1/channels//keys/k1:rotate"));
    }

    @Test
    void aVariableWithoutAPatternTakesOnePart() {
        assertEquals(Optional.of(Map.of("id", "x")), new PathTemplate("/v1/{id}").match("/v1/x"));
        assertEquals(Optional.empty(), new PathTemplate("/v1/{id}").match("/v1/x/y"));
    }

    @Test
    void twoStarsTakeAllThatIsLeft() {
        assertEquals(
                Optional.of(Map.of("path", "files/a/b:c")),
                new PathTemplate("/v1/{path=files/**}").match("/v1/files/a/b:c"));
    }

    @Test
    void whatIsPercentEncodedIsDecoded() {
        assertEquals(
                Optional.of(Map.of("name", "channels/a b:c")),
                new PathTemplate("/v1/{name=channels/*}").match("/v1/channels/a%20b%3Ac"));
    }

    @Test
    void aFieldOfAFieldHasItsPath() {
        assertEquals(
                Optional.of(Map.of("channel.name", "channels/cam")),
                new PathTemplate("/v1/{channel.name=channels/*}").match("/v1/channels/cam"));
    }

    @Test
    void openApiHasAParameterForEachStar() {
        assertEquals(
                "/v1/channels/{channel}/keys/{key}:rotate",
                new PathTemplate("/v1/{name=channels/*/keys/*}:rotate").openApi(List.of("channel", "key")));
    }
}
