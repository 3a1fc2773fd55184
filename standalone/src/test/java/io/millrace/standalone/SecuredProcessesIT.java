package io.millrace.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.clients.Certificates;
import io.millrace.clients.SecretVolume;
import io.millrace.pem.ClientCertificates;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.kafka.common.acl.AclOperation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * All four services as packaged, every way between them with TLS and every service with a user of its own: files of one
 * secret, that are swapped for others while they run.
 */
class SecuredProcessesIT {

    private static final long LIMIT_SECONDS = 60;
    private static final String OBJECTS = "millrace.objects";
    private static final String HINTS = "millrace.control";

    @TempDir
    private static Path directory;

    private static Path known;
    private static Path others;
    private static SecuredRedis redis;
    private static SecuredKafka kafka;

    @BeforeAll
    static void startBacking() throws Exception {
        known = Files.createDirectory(directory.resolve("known"));
        others = Files.createDirectory(directory.resolve("others"));
        Certificates.writeTo(known);
        Certificates.writeTo(others);
        redis = SecuredRedis.start(directory.resolve("redis"), known);
        kafka = SecuredKafka.start(
                directory.resolve("kafka"), known, List.of("millrace-ingest", "millrace-edge", "millrace-control"));
        kafka.createTopic(OBJECTS);
        kafka.createTopic(HINTS);
        kafka.permit("millrace-ingest", OBJECTS, AclOperation.WRITE);
        kafka.permit("millrace-edge", OBJECTS, AclOperation.READ);
        kafka.permit("millrace-control", HINTS, AclOperation.READ, AclOperation.WRITE);
    }

    @AfterAll
    static void stopBacking() {
        kafka.close();
        redis.close();
    }

    @Test
    void everyWayIsEncryptedAndTakesNewCertificatesWhileItIsInUse() throws Exception {
        SecretVolume secret = SecretVolume.of(directory.resolve("secret"), known);
        int controlPort = FreePorts.pick();
        Map<String, String> control = control(secret, controlPort);
        Service ingest = new Service("ingest", controlPort, secret);
        Service edge = new Service("edge", controlPort, secret);
        Service shaper = new Service("shaper", controlPort, secret);
        shaper.settings.put("MILLRACE_SHAPER_EDGE", edge.url("/").toString());
        shaper.settings.put("MILLRACE_SHAPER_EDGE_CA", secret.file("ca.crt").toString());
        shaper.settings.put("MILLRACE_SHAPER_OPEN", "true");
        Program plane = ServiceProcess.run("control-plane", control);
        try (Program pushing = ingest.start();
                Program playing = edge.start();
                Program shaping = shaper.start()) {
            makeChannel("one", controlPort, secret);
            assertIsServed("/one/", Client.believing(known), ingest, edge, shaper);

            secret.swap(others);
            Client later = Client.believing(others);
            await().atMost(LIMIT_SECONDS, TimeUnit.SECONDS)
                    .until(() -> later.reaches(ingest) && later.reaches(edge) && later.reaches(shaper));
            assertIsServed("/one/later/", later, ingest, edge, shaper);

            // Who watched the control plane has to connect again, with what the files hold now.
            plane.close();
            plane = ServiceProcess.run("control-plane", control);
            makeChannel("two", controlPort, secret);
            assertIsServed("/two/", later, ingest, edge, shaper);
            assertTrue(pushing.running() && playing.running() && shaping.running());
        } finally {
            plane.close();
        }
    }

    /** What an encoder sends is what players get, from the edge and by way of the shaper. */
    private static void assertIsServed(String path, Client client, Service ingest, Service edge, Service shaper)
            throws Exception {
        String object = path + "a.ts";
        await().atMost(LIMIT_SECONDS, TimeUnit.SECONDS)
                .until(() -> client.put(ingest.url(object), object).statusCode() == 201);
        // It hears of a new channel by a watch of its own.
        await().atMost(LIMIT_SECONDS, TimeUnit.SECONDS)
                .until(() -> client.get(edge.url(object)).statusCode() == 200);
        assertEquals(object, client.get(edge.url(object)).body());
        // Sessions are the control plane's, to which the shaper connects on its own.
        String session = await().atMost(LIMIT_SECONDS, TimeUnit.SECONDS)
                .until(
                        () -> client.get(shaper.url("/shape/new" + object))
                                .headers()
                                .firstValue("location"),
                        Optional::isPresent)
                .orElseThrow();
        assertEquals(object, client.get(shaper.url(session)).body());
    }

    /** With the command line, which shows a certificate too; until the control plane answers. */
    private static void makeChannel(String id, int port, SecretVolume secret) throws IOException {
        Path file = Files.writeString(
                directory.resolve(id + ".json"),
                "{\"pathPrefix\": \"/%s/\", \"publish\": {\"open\": true}}".formatted(id));
        await().atMost(LIMIT_SECONDS, TimeUnit.SECONDS).untilAsserted(() -> {
            try (Program made = Cli.start(
                    "channels",
                    "create",
                    id,
                    "-f",
                    file.toString(),
                    "--control",
                    "https://127.0.0.1:" + port,
                    "--ca",
                    secret.file("ca.crt").toString(),
                    "--cert",
                    secret.file("tls.crt").toString(),
                    "--key",
                    secret.file("tls.key").toString())) {
                assertEquals(0, made.exitCode(), made::toString);
            }
        });
    }

    private static Map<String, String> control(SecretVolume secret, int port) {
        Map<String, String> settings = new HashMap<>(backends("millrace-control"));
        settings.putAll(Map.of(
                "MILLRACE_MANAGEMENT_PORT",
                Integer.toString(FreePorts.pickOtherThan(port)),
                "MILLRACE_CONTROL_PORT",
                "0",
                "MILLRACE_CONTROL_GRPC_HOST",
                "127.0.0.1",
                "MILLRACE_CONTROL_GRPC_PORT",
                Integer.toString(port),
                "MILLRACE_CONTROL_OPEN",
                "true",
                "MILLRACE_CONTROL_GRPC_TLS_CERTIFICATE",
                secret.file("tls.crt").toString(),
                "MILLRACE_CONTROL_GRPC_TLS_KEY",
                secret.file("tls.key").toString(),
                "MILLRACE_CONTROL_GRPC_TLS_CLIENT_CA",
                secret.file("ca.crt").toString(),
                "MILLRACE_CONTROL_GRPC_TLS_CLIENT_AUTH",
                "required"));
        return settings;
    }

    private static Map<String, String> backends(String user) {
        Map<String, String> settings = new HashMap<>(redis.settings(user));
        settings.putAll(kafka.settings("PLAIN", user));
        return settings;
    }

    /** One of the data plane, and where it is reached. */
    private static final class Service {

        private final String name;
        private final int tlsPort;
        private final Map<String, String> settings = new HashMap<>();

        Service(String name, int controlPort, SecretVolume secret) {
            int port = FreePorts.pick();
            this.name = name;
            this.tlsPort = FreePorts.pickOtherThan(port);
            String prefix = "MILLRACE_" + name.toUpperCase(Locale.ROOT) + "_";
            if (!name.equals("shaper")) {
                settings.putAll(backends("millrace-" + name));
            }
            settings.put("MILLRACE_MANAGEMENT_PORT", Integer.toString(FreePorts.pickOtherThan(tlsPort)));
            settings.put(prefix + "PORT", Integer.toString(port));
            settings.put(prefix + "TLS_PORT", Integer.toString(tlsPort));
            settings.put(prefix + "TLS_CERTIFICATE", secret.file("tls.crt").toString());
            settings.put(prefix + "TLS_KEY", secret.file("tls.key").toString());
            settings.put(prefix + "TLS_RELOAD", "200ms");
            settings.put("MILLRACE_CONTROL_URI", "127.0.0.1:" + controlPort);
            settings.put("MILLRACE_CONTROL_TLS", "true");
            settings.put("MILLRACE_CONTROL_CA", secret.file("ca.crt").toString());
            settings.put(
                    "MILLRACE_CONTROL_CLIENT_CERTIFICATE",
                    secret.file("tls.crt").toString());
            settings.put("MILLRACE_CONTROL_CLIENT_KEY", secret.file("tls.key").toString());
        }

        Program start() throws IOException {
            return ServiceProcess.run(name + "-service", settings);
        }

        URI url(String path) {
            return URI.create("https://127.0.0.1:" + tlsPort + path);
        }
    }

    /** An encoder, a player. */
    private record Client(HttpClient http) {

        static Client believing(Path certificates) throws Exception {
            SSLContext tls = SSLContext.getInstance("TLS");
            TrustManagerFactory believed = ClientCertificates.of(
                            "", Optional.of(certificates.resolve("ca.pem")), Optional.empty(), Optional.empty())
                    .current()
                    .believed()
                    .orElseThrow();
            tls.init(null, believed.getTrustManagers(), null);
            return new Client(HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .sslContext(tls)
                    .build());
        }

        HttpResponse<String> put(URI url, String body) throws IOException, InterruptedException {
            return send(HttpRequest.newBuilder(url).PUT(HttpRequest.BodyPublishers.ofString(body, UTF_8)));
        }

        HttpResponse<String> get(URI url) throws IOException, InterruptedException {
            return send(HttpRequest.newBuilder(url));
        }

        /** Whether its certificate is believed. */
        boolean reaches(Service service) throws InterruptedException {
            try {
                int _ = get(service.url("/")).statusCode();
                return true;
            } catch (IOException e) {
                return false;
            }
        }

        private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString(UTF_8));
        }
    }
}
