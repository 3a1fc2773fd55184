package io.millrace.control;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.ManagedChannel;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.netty.NettyChannelBuilder;
import io.millrace.clients.Certificates;
import io.millrace.proto.control.v1.ChannelServiceGrpc;
import io.millrace.proto.control.v1.CreateChannelRequest;
import io.millrace.proto.control.v1.ListChannelsRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Callers that are known by their client certificates. */
final class CertifiedCallersTest {

    @RegisterExtension
    static final Replicas REPLICAS = new Replicas(Map.of());

    @TempDir
    static Path directory;

    private static ControlServer server;
    private ManagedChannel channel;

    @BeforeAll
    static void aServerWithTls() throws IOException {
        Certificates.writeTo(directory);
        Path callers = Files.writeString(
                directory.resolve("callers.json"),
                "{\"certificates\": [{\"name\": \"publisher\", \"role\": \"viewer\","
                        + " \"subject\": \"CN=publisher,O=Millrace\"}]}");
        server = REPLICAS.start(Map.of(
                "millrace.control.open", "false",
                "millrace.control.callers", callers.toString(),
                "millrace.control.grpc.tls.certificate", file("server.pem"),
                "millrace.control.grpc.tls.key", file("server.key"),
                "millrace.control.grpc.tls.client-ca", file("ca.pem"),
                "millrace.control.grpc.tls.client-auth", "optional",
                "millrace.control.grpc.tls.reload", "100ms"));
    }

    @AfterEach
    void disconnect() {
        if (channel != null) {
            channel.shutdownNow();
        }
    }

    @Test
    void aSubjectHasItsRole() throws IOException {
        connect("client");

        assertEquals(Code.OK, list());
        assertEquals(
                Code.PERMISSION_DENIED,
                assertThrows(
                                StatusRuntimeException.class,
                                () -> ChannelServiceGrpc.newBlockingStub(channel)
                                        .createChannel(CreateChannelRequest.getDefaultInstance()))
                        .getStatus()
                        .getCode());
    }

    @Test
    void whoHasNoCertificateIsRefused() throws IOException {
        connect("");

        assertEquals(Code.UNAUTHENTICATED, list());
    }

    @Test
    void whoHasOneOfAnotherAuthorityIsRefused() throws IOException {
        connect("stranger");

        assertEquals(Code.UNAUTHENTICATED, list());
    }

    @Test
    void certificatesAreReadAgainWhenTheyChange() throws IOException {
        Path renewed = Files.createDirectory(directory.resolve("renewed"));
        Certificates.writeTo(renewed);
        Path own = Files.createDirectory(directory.resolve("own"));
        for (String name : new String[] {"server.pem", "server.key"}) {
            Files.copy(directory.resolve(name), own.resolve(name));
        }
        ControlServer renewing = REPLICAS.start(Map.of(
                "millrace.control.grpc.tls.certificate",
                        own.resolve("server.pem").toString(),
                "millrace.control.grpc.tls.key", own.resolve("server.key").toString(),
                "millrace.control.grpc.tls.reload", "100ms"));
        for (String name : new String[] {"server.pem", "server.key"}) {
            Files.write(own.resolve(name), Files.readAllBytes(renewed.resolve(name)));
        }

        await().until(() -> {
            ManagedChannel fresh = channel(
                    renewing,
                    TlsChannelCredentials.newBuilder()
                            .trustManager(renewed.resolve("ca.pem").toFile()));
            try {
                ChannelServiceGrpc.newBlockingStub(fresh).listChannels(ListChannelsRequest.getDefaultInstance());
                return true;
            } catch (StatusRuntimeException e) {
                return false;
            } finally {
                fresh.shutdownNow();
            }
        });
    }

    @Test
    void aCertificateThatIsNotThereStopsTheStart() {
        InvalidControlException failure = assertThrows(
                InvalidControlException.class,
                () -> REPLICAS.start(Map.of(
                        "millrace.control.grpc.tls.certificate", file("nowhere.pem"),
                        "millrace.control.grpc.tls.key", file("server.key"))));

        assertTrue(failure.getMessage().startsWith("MILLRACE_CONTROL_GRPC_TLS_CERTIFICATE"), failure::getMessage);
    }

    /** @param certificate whose; empty for none */
    private void connect(String certificate) throws IOException {
        TlsChannelCredentials.Builder credentials = TlsChannelCredentials.newBuilder()
                .trustManager(directory.resolve("ca.pem").toFile());
        if (!certificate.isEmpty()) {
            credentials.keyManager(
                    directory.resolve(certificate + ".pem").toFile(),
                    directory.resolve(certificate + ".key").toFile());
        }
        channel = channel(server, credentials);
    }

    private static ManagedChannel channel(ControlServer to, TlsChannelCredentials.Builder credentials) {
        return NettyChannelBuilder.forAddress("localhost", to.port(), credentials.build())
                .build();
    }

    private Code list() {
        try {
            ChannelServiceGrpc.newBlockingStub(channel).listChannels(ListChannelsRequest.getDefaultInstance());
            return Code.OK;
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode();
        }
    }

    private static String file(String name) {
        return directory.resolve(name).toString();
    }
}
