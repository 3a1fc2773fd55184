package io.millrace.control.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RoutesTest {

    /** Replicas of two releases must agree while one takes the other's place. */
    @Test
    void theRoutesOfAFixedFleetAreTheSameInEveryRelease() {
        Routes routes = Routes.assign(channels(4, 2), edges(5));

        assertEquals(List.of("edge-2", "edge-0"), routes.of("channel-0"));
        assertEquals(List.of("edge-1", "edge-4"), routes.of("channel-1"));
        assertEquals(List.of("edge-0", "edge-4"), routes.of("channel-2"));
        assertEquals(List.of("edge-3", "edge-2"), routes.of("channel-3"));
    }

    @Test
    void withoutEdgesThereAreNoRoutes() {
        assertEquals(List.of(), Routes.assign(channels(3, 2), List.of()).of("channel-0"));
        assertEquals(List.of(), Routes.assign(channels(3, 0), List.of()).of("channel-0"));
    }

    @Test
    void aChannelThatIsNotThereHasNone() {
        assertEquals(List.of(), Routes.assign(channels(3, 2), edges(3)).of("another"));
    }

    @Test
    void anEdgeOfTwiceTheWeightHasAboutTwiceTheChannels() {
        List<RoutedEdge> edges =
                List.of(new RoutedEdge("light", 100), new RoutedEdge("heavy", 200), new RoutedEdge("usual", 100));
        List<RoutedChannel> channels = channels(4_000, 1);
        Routes routes = Routes.assign(channels, edges);

        long heavy = channels.stream()
                .filter(channel -> routes.of(channel.name()).contains("heavy"))
                .count();
        assertTrue(heavy > 1_850 && heavy < 2_150, heavy + " of 4,000, where 2,000 are its share");
    }

    @Test
    void aChannelThatAsksForAllButOneOfTheEdgesFindsRoomThoughItsFavouritesAreFull() {
        List<RoutedChannel> channels = channels(40, 9);
        Routes routes = Routes.assign(channels, edges(10));

        channels.forEach(channel -> assertEquals(9, routes.of(channel.name()).size()));
    }

    @Test
    void aThousandChannelsOnAHundredEdgesMoveByLittleMoreThanTheLostEdgeHad() {
        List<RoutedChannel> channels = channels(1_000, 2);
        List<RoutedEdge> edges = edges(100);
        Routes before = Routes.assign(channels, edges);
        Routes after = Routes.assign(channels, edges.subList(1, 100));

        int had = 0;
        int moved = 0;
        for (RoutedChannel channel : channels) {
            List<String> old = before.of(channel.name());
            had += old.contains("edge-0") ? 1 : 0;
            moved += (int) after.of(channel.name()).stream()
                    .filter(edge -> !old.contains(edge))
                    .count();
        }
        assertTrue(moved <= 2 * had, moved + " moved, of " + had);
    }

    private static List<RoutedChannel> channels(int many, int edges) {
        return IntStream.range(0, many)
                .mapToObj(i -> new RoutedChannel("channel-" + i, edges))
                .toList();
    }

    private static List<RoutedEdge> edges(int many) {
        return IntStream.range(0, many)
                .mapToObj(i -> new RoutedEdge("edge-" + i, 100))
                .toList();
    }
}
