package io.millrace.backends.kafka;

import io.millrace.backends.InvalidBackendSettingException;
import io.millrace.backends.Password;
import io.millrace.pem.ClientCertificates;
import io.millrace.pem.UnusableFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.apache.kafka.common.security.plain.PlainLoginModule;
import org.apache.kafka.common.security.scram.ScramLoginModule;

/**
 * What a client of Kafka is made with: brokers, user and TLS as the settings say. Passwords and certificates are read from
 * their files again for each connection. Immutable; may be used by any thread.
 */
public final class KafkaAccess {

    private static final String PREFIX = "MILLRACE_KAFKA_";
    private static final String PLAIN = "PLAIN";
    private static final List<String> MECHANISMS = List.of(PLAIN, "SCRAM-SHA-256", "SCRAM-SHA-512");

    private final KafkaConfig config;
    private final Optional<ClientCertificates> certificates;
    private final Optional<Password> password;
    private final KafkaFaults faults;

    private KafkaAccess(KafkaConfig config) {
        this.config = config;
        this.certificates = config.tls()
                ? Optional.of(
                        ClientCertificates.of(PREFIX, config.ca(), config.clientCertificate(), config.clientKey()))
                : withoutTls(config);
        this.password = Password.of(PREFIX + "PASSWORD", config.password(), config.passwordFile());
        checkUser();
        this.faults = new KafkaFaults(config, password);
    }

    /**
     * Checks the settings and reads the files; connects to nothing yet.
     *
     * @throws InvalidBackendSettingException if a setting makes no sense
     * @throws UnusableFileException if a file can't be used
     */
    public static KafkaAccess of(KafkaConfig config) {
        return new KafkaAccess(config);
    }

    /**
     * The properties of a client.
     *
     * @param more the client's own
     */
    public Map<String, Object> properties(Map<String, ?> more) {
        Map<String, Object> properties = new HashMap<>(more);
        properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, config.bootstrap());
        properties.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, protocol().name);
        certificates.ifPresent(files -> {
            properties.put(SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG, ReloadedSslEngines.class);
            properties.put(ReloadedSslEngines.CERTIFICATES, files);
        });
        config.saslMechanism().ifPresent(mechanism -> {
            Class<?> login = mechanism.equals(PLAIN) ? PlainLoginModule.class : ScramLoginModule.class;
            properties.put(SaslConfigs.SASL_MECHANISM, mechanism);
            properties.put(SaslConfigs.SASL_JAAS_CONFIG, login.getName() + " required;");
            properties.put(SaslConfigs.SASL_CLIENT_CALLBACK_HANDLER_CLASS, UserCallbacks.class);
            properties.put(UserCallbacks.USER, config.username().orElseThrow());
            properties.put(UserCallbacks.PASSWORD, password.orElseThrow());
        });
        return properties;
    }

    /** What to tell the operator where Kafka can't be used: the brokers, the fault, and the setting to look at. */
    public String explain(Throwable failure) {
        return faults.explain(failure);
    }

    private SecurityProtocol protocol() {
        boolean sasl = config.saslMechanism().isPresent();
        if (config.tls()) {
            return sasl ? SecurityProtocol.SASL_SSL : SecurityProtocol.SSL;
        }
        return sasl ? SecurityProtocol.SASL_PLAINTEXT : SecurityProtocol.PLAINTEXT;
    }

    private void checkUser() {
        if (config.saslMechanism().isEmpty()) {
            if (config.username().isPresent() || password.isPresent()) {
                throw new InvalidBackendSettingException(
                        PREFIX + "USERNAME or a password is set: " + PREFIX + "SASL_MECHANISM must be set too");
            }
            return;
        }
        String mechanism = config.saslMechanism().get();
        if (!MECHANISMS.contains(mechanism)) {
            throw new InvalidBackendSettingException(
                    PREFIX + "SASL_MECHANISM is " + mechanism + ": it must be one of " + String.join(", ", MECHANISMS));
        }
        if (config.username().isEmpty() || password.isEmpty()) {
            throw new InvalidBackendSettingException(PREFIX + "SASL_MECHANISM is " + mechanism + ": " + PREFIX
                    + "USERNAME and " + PREFIX + "PASSWORD_FILE or " + PREFIX + "PASSWORD must be set too");
        }
    }

    private static Optional<ClientCertificates> withoutTls(KafkaConfig config) {
        Optional<Path> unused = Stream.of(config.ca(), config.clientCertificate(), config.clientKey())
                .flatMap(Optional::stream)
                .findFirst();
        unused.ifPresent(file -> {
            throw new InvalidBackendSettingException(
                    "the certificates for Kafka in " + file + " are of no use without " + PREFIX + "TLS=true");
        });
        return Optional.empty();
    }
}
