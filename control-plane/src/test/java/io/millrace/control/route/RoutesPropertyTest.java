package io.millrace.control.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** What holds for the routes of any channels on any edges. */
class RoutesPropertyTest {

    @Property
    void aChannelHasAsManyDistinctEdgesAsItAsksForOrAll(@ForAll("fleets") Fleet fleet) {
        Routes routes = fleet.routes();

        Set<String> known = new HashSet<>(fleet.edgeNames());
        for (RoutedChannel channel : fleet.channels()) {
            List<String> edges = routes.of(channel.name());
            int asked = channel.edges() == 0 ? known.size() : Math.min(channel.edges(), known.size());
            assertEquals(asked, edges.size());
            assertEquals(asked, new HashSet<>(edges).size(), "distinct");
            assertTrue(known.containsAll(edges));
        }
    }

    @Property
    void noEdgeHasMoreThanAQuarterAboveItsShareRoundedUp(@ForAll("evenFleets") Fleet fleet) {
        Routes routes = fleet.routes();

        int edges = fleet.edges().size();
        List<RoutedChannel> counted = fleet.channels().stream()
                .filter(channel -> channel.edges() > 0 && channel.edges() < edges)
                .toList();
        double share = counted.stream().mapToInt(RoutedChannel::edges).sum() / (double) edges;
        int most = (int) Math.ceil(1.25 * share);
        for (String edge : fleet.edgeNames()) {
            assertTrue(load(routes, counted, edge) <= most, edge + " is above " + most);
        }
    }

    @Property
    void noEdgeOfAnyWeightIsAboveItsBound(@ForAll("fleets") Fleet fleet) {
        Routes routes = fleet.routes();

        List<RoutedChannel> counted = fleet.channels().stream()
                .filter(channel ->
                        channel.edges() > 0 && channel.edges() < fleet.edges().size())
                .toList();
        int[] bounds = Routes.bounds(counted, fleet.edges());
        for (int i = 0; i < bounds.length; i++) {
            assertTrue(load(routes, counted, fleet.edges().get(i).name()) <= bounds[i]);
        }
    }

    @Property
    void everyReplicaComesToTheSameAnswerInWhateverOrderItIsTold(@ForAll("fleets") Fleet fleet, @ForAll Random random) {
        Fleet shuffled = new Fleet(new ArrayList<>(fleet.channels()), new ArrayList<>(fleet.edges()));
        Collections.shuffle(shuffled.channels(), random);
        Collections.shuffle(shuffled.edges(), random);

        Routes routes = fleet.routes();
        Routes others = shuffled.routes();
        fleet.channels().forEach(channel -> assertEquals(routes.of(channel.name()), others.of(channel.name())));
    }

    /** Without bounds exactly what the edge had would move; with them, other edges are full sooner. */
    @Property(tries = 100)
    void withoutAnEdgeAtMostAQuarterMoreMovesThanItHad(@ForAll("busyFleets") Fleet fleet) {
        Routes whole = fleet.routes();
        int moved = 0;
        int had = 0;
        for (RoutedEdge gone : fleet.edges()) {
            moved += fleet.newPlaces(whole, fleet.without(gone).routes());
            had += load(whole, fleet.channels(), gone.name());
        }
        assertTrue(moved <= 1.25 * had, moved + " moved, of " + had);
    }

    @Property(tries = 100)
    void withAnEdgeMoreAtMostAQuarterMoreMovesThanItGets(@ForAll("busyFleets") Fleet fleet) {
        Routes whole = fleet.routes();
        int moved = 0;
        int gets = 0;
        for (RoutedEdge added : fleet.edges()) {
            moved += fleet.newPlaces(fleet.without(added).routes(), whole);
            gets += load(whole, fleet.channels(), added.name());
        }
        assertTrue(moved <= 1.25 * gets, moved + " moved, of " + gets);
    }

    @Provide
    Arbitrary<Fleet> fleets() {
        return fleets(Arbitraries.integers().between(1, 1_000));
    }

    /** All of one weight. */
    @Provide
    Arbitrary<Fleet> evenFleets() {
        return fleets(Arbitraries.just(100));
    }

    /** At least ten channels an edge. */
    @Provide
    Arbitrary<Fleet> busyFleets() {
        Arbitrary<Set<String>> edges = ids().set().ofMinSize(5).ofMaxSize(15);
        Arbitrary<Set<String>> channels = ids().set().ofMinSize(150).ofMaxSize(250);
        Arbitrary<List<Integer>> asked =
                Arbitraries.integers().between(1, 4).list().ofSize(250);
        Arbitrary<List<Integer>> weights =
                Arbitraries.integers().between(1, 1_000).list().ofSize(15);
        return Combinators.combine(channels, edges, asked, weights).as(Fleet::of);
    }

    private static Arbitrary<Fleet> fleets(Arbitrary<Integer> weights) {
        Arbitrary<Set<String>> channels = ids().set().ofMaxSize(60);
        Arbitrary<Set<String>> edges = ids().set().ofMinSize(1).ofMaxSize(20);
        Arbitrary<List<Integer>> asked = Arbitraries.frequencyOf(
                        Tuple.of(8, Arbitraries.integers().between(1, 4)),
                        Tuple.of(1, Arbitraries.integers().between(0, 25)))
                .list()
                .ofSize(60);
        return Combinators.combine(channels, edges, asked, weights.list().ofSize(20))
                .as(Fleet::of);
    }

    private static Arbitrary<String> ids() {
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .withCharRange('0', '9')
                .withChars('-')
                .ofMinLength(1)
                .ofMaxLength(12);
    }

    private static int load(Routes routes, Collection<RoutedChannel> channels, String edge) {
        return (int) channels.stream()
                .filter(channel -> routes.of(channel.name()).contains(edge))
                .count();
    }
}
