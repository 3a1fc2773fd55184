package io.millrace.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * A broker that takes TLS with a user and a password only, PLAIN or SCRAM, and lets users do what they have ACLs for. Each
 * user's password is its name.
 */
final class SecuredKafka implements AutoCloseable {

    private static final String ADMIN = "admin";
    private static final int LIMIT_SECONDS = 30;
    private static final int ITERATIONS = 4_096;

    private final Path directory;
    private final Path certificates;
    private final List<String> users;
    private final KafkaBroker broker;

    private SecuredKafka(int port, Path directory, Path certificates, List<String> users) throws IOException {
        this.directory = directory;
        this.certificates = certificates;
        this.users = users;
        this.broker = KafkaBroker.start(port, directory, brokerSettings());
    }

    /**
     * Starts one.
     *
     * @param certificates of {@code Certificates}
     * @param users that PLAIN knows
     */
    static SecuredKafka start(Path directory, Path certificates, List<String> users) throws IOException {
        return new SecuredKafka(FreePorts.pick(), directory, certificates, users);
    }

    /** The same broker after its end, with a certificate of another authority. */
    SecuredKafka restart(Path others) throws IOException {
        return new SecuredKafka(broker.port(), directory, others, users);
    }

    private Map<String, String> brokerSettings() throws IOException {
        Path identity = directory.resolve("broker.pem");
        Files.createDirectories(directory);
        Files.writeString(
                identity,
                Files.readString(certificates.resolve("server.key"))
                        + Files.readString(certificates.resolve("server.pem")));
        Map<String, String> settings = new HashMap<>();
        settings.put("listener.security.protocol.map", "BROKER:SASL_SSL,CONTROLLER:PLAINTEXT");
        settings.put("ssl.keystore.type", "PEM");
        settings.put("ssl.keystore.location", identity.toString());
        settings.put("ssl.truststore.type", "PEM");
        settings.put("ssl.truststore.location", certificates.resolve("ca.pem").toString());
        settings.put("sasl.enabled.mechanisms", "PLAIN,SCRAM-SHA-256,SCRAM-SHA-512");
        settings.put("sasl.mechanism.inter.broker.protocol", "PLAIN");
        StringBuilder login = new StringBuilder("org.apache.kafka.common.security.plain.PlainLoginModule required"
                + " username=\"admin\" password=\"admin\" user_admin=\"admin\"");
        users.forEach(user -> login.append(" \"user_%s\"=\"%s\"".formatted(user, user)));
        settings.put("listener.name.broker.plain.sasl.jaas.config", login + ";");
        for (String scram : List.of("scram-sha-256", "scram-sha-512")) {
            settings.put(
                    "listener.name.broker." + scram + ".sasl.jaas.config",
                    "org.apache.kafka.common.security.scram.ScramLoginModule required;");
        }
        settings.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        // The controller's listener knows nobody; it is the broker's alone.
        settings.put("super.users", "User:admin;User:ANONYMOUS");
        return settings;
    }

    /** The settings of a service that is this user, by the names that they have in the environment. */
    Map<String, String> settings(String mechanism, String user) {
        return Map.of(
                "MILLRACE_KAFKA_BOOTSTRAP",
                broker.bootstrap(),
                "MILLRACE_KAFKA_TLS",
                "true",
                "MILLRACE_KAFKA_CA",
                certificates.resolve("ca.pem").toString(),
                "MILLRACE_KAFKA_SASL_MECHANISM",
                mechanism,
                "MILLRACE_KAFKA_USERNAME",
                user,
                "MILLRACE_KAFKA_PASSWORD",
                user);
    }

    String bootstrap() {
        return broker.bootstrap();
    }

    void createTopic(String name) throws Exception {
        call(admin -> admin.createTopics(List.of(new NewTopic(name, Optional.of(1), Optional.empty())))
                .all());
    }

    /** Lets a user do these with a topic. */
    void permit(String user, String topic, AclOperation... operations) throws Exception {
        call(admin -> admin.createAcls(Arrays.stream(operations)
                        .map(operation -> new AclBinding(
                                new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL),
                                new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW)))
                        .toList())
                .all());
    }

    /** Gives a user of SCRAM a password. */
    void setPassword(String user, String password) throws Exception {
        List<UserScramCredentialAlteration> changed = List.of(new UserScramCredentialUpsertion(
                user, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_256, ITERATIONS), password));
        call(admin -> admin.alterUserScramCredentials(changed).all());
    }

    /** A call of who may do everything. */
    interface Call {
        KafkaFuture<?> on(Admin admin);
    }

    void call(Call call) throws ExecutionException, InterruptedException, TimeoutException {
        try (Admin admin = Admin.create(Map.<String, Object>of(
                "bootstrap.servers",
                broker.bootstrap(),
                "security.protocol",
                "SASL_SSL",
                "ssl.truststore.type",
                "PEM",
                "ssl.truststore.location",
                certificates.resolve("ca.pem").toString(),
                "sasl.mechanism",
                "PLAIN",
                "sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%s\" password=\"%s\";"
                        .formatted(ADMIN, ADMIN)))) {
            call.on(admin).get(LIMIT_SECONDS, TimeUnit.SECONDS);
        }
    }

    @Override
    public void close() {
        broker.close();
    }
}
