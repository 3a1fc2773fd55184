package io.millrace.conformance;

import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.millrace.standalone.Millrace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What docs/conformance says of ingest and edge holds on real connections: every case over HTTP/1.1 and HTTP/2, some
 * over TLS and IPv6 too.
 */
final class ConformanceTest {

    private static final Path PAGES = Path.of("..", "docs", "conformance");

    @RegisterExtension
    static final Millrace MILLRACE = Millrace.onOneRedis();

    private static final AtomicInteger RUNS = new AtomicInteger();

    private static Services services;
    private static Client client;

    @BeforeAll
    static void start() throws Exception {
        services = Services.over(MILLRACE.backing());
        client = new Client(services.files().resolve("ca.pem"));
    }

    @AfterAll
    static void stop() throws Exception {
        client.close();
        services.close();
    }

    @TestFactory
    Stream<DynamicNode> pages() throws IOException {
        List<Path> pages;
        try (Stream<Path> files = Files.list(PAGES)) {
            pages = files.filter(file -> !file.endsWith("README.md")).sorted().toList();
        }
        Map<Path, List<Case>> cases = new LinkedHashMap<>();
        for (Path page : pages) {
            cases.put(page, CaseFile.read(page));
        }
        return cases.entrySet().stream()
                .map(page -> dynamicContainer(page.getKey().getFileName().toString(), sections(page.getValue())));
    }

    private static Stream<DynamicNode> sections(List<Case> cases) {
        Map<String, List<Case>> sections = new LinkedHashMap<>();
        cases.forEach(each -> sections.computeIfAbsent(each.section(), _ -> new java.util.ArrayList<>())
                .add(each));
        return sections.entrySet().stream()
                .map(section -> dynamicContainer(
                        section.getKey(), section.getValue().stream().flatMap(ConformanceTest::runs)));
    }

    private static Stream<DynamicTest> runs(Case each) {
        return Wire.of(each.tags()).stream()
                .map(wire -> dynamicTest(each.name() + " — " + wire.title(), each.source(), () -> run(each, wire)));
    }

    private static void run(Case each, Wire wire) throws IOException {
        assumeTrue(!wire.ipv6() || ipv6(), "this machine has no IPv6 loopback");
        String directory = "/conformance/" + RUNS.incrementAndGet() + "/";
        try (CaseRun run = new CaseRun(client, services.with(each.settings()), wire, directory)) {
            run.run(each.steps());
        }
    }

    private static boolean ipv6() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("::1"))) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
