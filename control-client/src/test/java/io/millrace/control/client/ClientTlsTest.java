package io.millrace.control.client;

import static io.millrace.control.client.Messages.snapshot;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.grpc.ChannelCredentials;
import io.grpc.ServerCredentials;
import io.grpc.TlsServerCredentials;
import io.grpc.TlsServerCredentials.ClientAuth;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.pem.UnusableFileException;
import io.millrace.proto.control.v1.ServiceKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientTlsTest {

    @TempDir
    private static Path directory;

    private static TestIdentity plane;
    private static TestIdentity known;
    private static TestIdentity stranger;

    private final List<AutoCloseable> started = new ArrayList<>();

    @BeforeAll
    static void make() throws Exception {
        plane = TestIdentity.in(directory, "plane");
        known = TestIdentity.in(directory, "known");
        stranger = TestIdentity.in(directory, "stranger");
    }

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable one : started.reversed()) {
            one.close();
        }
    }

    @Test
    void aControlPlaneWhoseCertificateIsTrustedIsWatched() throws IOException {
        ScriptedControlPlane there = plane(ClientAuth.NONE);
        ControlClient client = client(there, Map.of("ca", plane.certificate().toString()));
        there.watcher().says(snapshot(5));
        await().until(() -> client.view().isPresent());
    }

    @Test
    void aControlPlaneWhoseCertificateIsNotTrustedIsNot() throws IOException {
        ScriptedControlPlane there = plane(ClientAuth.NONE);
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        client(there, Map.of("ca", stranger.certificate().toString()), metrics);
        await().until(() ->
                metrics.get("millrace.edge.control.tries").functionCounter().count() > 2);
        assertEquals(List.of(), there.authorizations());
    }

    @Test
    void theClientsCertificateIsShown() throws IOException {
        ScriptedControlPlane there = plane(ClientAuth.REQUIRE);
        ControlClient client = client(there, showing(known.certificate(), known.key()));
        there.watcher().says(snapshot(5));
        await().until(() -> client.view().isPresent());
    }

    @Test
    void theFilesAreReadForEachConnection() throws IOException {
        ScriptedControlPlane there = plane(ClientAuth.REQUIRE);
        Path certificate = Files.copy(stranger.certificate(), directory.resolve("changing.pem"));
        Path key = Files.copy(stranger.key(), directory.resolve("changing.key"));
        ControlClient client = client(there, showing(certificate, key));
        assertEquals(Optional.empty(), client.view());
        Files.copy(known.key(), key, StandardCopyOption.REPLACE_EXISTING);
        Files.copy(known.certificate(), certificate, StandardCopyOption.REPLACE_EXISTING);
        there.watcher().says(snapshot(5));
        await().until(() -> client.view().isPresent());
    }

    @Test
    void filesThatCanNotBeUsedLeaveTheOldOnesInForce() throws IOException {
        Path ca = Files.copy(plane.certificate(), directory.resolve("ca.pem"));
        ClientTls tls = ClientTls.of(TestConfig.of(Map.of("tls", "true", "ca", ca.toString())));
        ChannelCredentials good = tls.current();
        Files.writeString(ca, "nothing");
        assertSame(good, tls.current());
        Files.delete(ca);
        assertSame(good, tls.current());
        Files.copy(stranger.certificate(), ca);
        assertNotSame(good, tls.current());
    }

    @Test
    void aKeyThatIsNotTheCertificatesStopsTheStart() {
        assertEquals(
                "MILLRACE_CONTROL_CLIENT_KEY is " + stranger.key() + ": they are of different pairs",
                assertThrows(
                                UnusableFileException.class,
                                () -> ClientTls.of(TestConfig.of(showing(known.certificate(), stranger.key()))))
                        .getMessage());
    }

    private static Map<String, String> showing(Path certificate, Path key) {
        return Map.of(
                "tls",
                "true",
                "ca",
                plane.certificate().toString(),
                "client-certificate",
                certificate.toString(),
                "client-key",
                key.toString());
    }

    private ScriptedControlPlane plane(ClientAuth clients) throws IOException {
        ServerCredentials credentials = TlsServerCredentials.newBuilder()
                .keyManager(plane.certificate().toFile(), plane.key().toFile())
                .trustManager(known.certificate().toFile())
                .clientAuth(clients)
                .build();
        ScriptedControlPlane started = ScriptedControlPlane.with(credentials);
        this.started.add(started);
        return started;
    }

    private ControlClient client(ScriptedControlPlane there, Map<String, String> settings) {
        return client(there, settings, new SimpleMeterRegistry());
    }

    private ControlClient client(
            ScriptedControlPlane there, Map<String, String> settings, SimpleMeterRegistry metrics) {
        Map<String, String> all = new HashMap<>(Map.of("uri", there.uri(), "tls", "true"));
        all.putAll(settings);
        ControlClient client =
                ControlClient.start(TestConfig.of(all), ServiceKind.SERVICE_KIND_EDGE, "edge-1", metrics);
        started.add(client);
        return client;
    }
}
