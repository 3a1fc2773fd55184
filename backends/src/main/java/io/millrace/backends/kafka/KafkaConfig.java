package io.millrace.backends.kafka;

import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Where Kafka is, how a service shows who it is, and what the topics are made with. */
public interface KafkaConfig {

    /** {@code host:port}, several separated by commas. */
    @WithDefault("127.0.0.1:9092")
    String bootstrap();

    /** Whether the way to the brokers is encrypted. */
    @WithDefault("false")
    boolean tls();

    /** File with the certificates, in PEM, of those who may issue the brokers'; without one those that the JDK trusts. */
    Optional<Path> ca();

    /** File with the certificate that is shown to the brokers, and those between it and its root, in PEM. */
    Optional<Path> clientCertificate();

    /** File with this certificate's private key, in PEM, not encrypted. */
    Optional<Path> clientKey();

    /** How a user and a password are shown: {@code PLAIN}, {@code SCRAM-SHA-256} or {@code SCRAM-SHA-512}. */
    Optional<String> saslMechanism();

    /** Name of the user. */
    Optional<String> username();

    /** The user's password. */
    Optional<String> password();

    /** File with the user's password; read again for each connection. */
    Optional<Path> passwordFile();

    /** Replicas of a topic where it has to be created; without one the broker's default. */
    Optional<Short> replication();

    /** How long announcements and hints are kept; minutes suffice. */
    @WithDefault("10m")
    Duration retention();
}
