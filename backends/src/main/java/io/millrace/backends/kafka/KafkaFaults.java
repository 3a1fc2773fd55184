package io.millrace.backends.kafka;

import io.millrace.backends.Password;
import io.millrace.backends.Reason;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.ClientUtils;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;

/** What Kafka's refusals mean, and which settings to look at. Immutable. */
final class KafkaFaults {

    private static final int CONNECT_MS = 1_000;

    private final KafkaConfig config;
    private final Optional<Password> password;

    KafkaFaults(KafkaConfig config, Optional<Password> password) {
        this.config = config;
        this.password = password;
    }

    /** Connects to the brokers perhaps, to tell those that are away from those that don't answer; blocks a second then. */
    String explain(Throwable failure) {
        String brokers = "Kafka at " + config.bootstrap();
        String reason = " (" + Reason.of(failure) + ")";
        if (Reason.find(failure, SaslAuthenticationException.class).isPresent()) {
            return brokers + " refuses the user " + config.username().orElse("") + reason
                    + ": set what it knows in MILLRACE_KAFKA_USERNAME, "
                    + password.map(Password::setting).orElse("MILLRACE_KAFKA_PASSWORD_FILE")
                    + " and MILLRACE_KAFKA_SASL_MECHANISM";
        }
        if (Reason.find(failure, SslAuthenticationException.class).isPresent()) {
            return certificates(brokers, reason);
        }
        if (Reason.find(failure, AuthorizationException.class).isPresent()) {
            return brokers + " does not permit what is needed to "
                    + config.username().map(user -> "the user " + user).orElse("this client")
                    + reason + ": give it the ACLs of docs/security.md";
        }
        return reachable()
                ? brokers + " takes connections and does not answer" + reason
                        + ": set MILLRACE_KAFKA_TLS and MILLRACE_KAFKA_SASL_MECHANISM to what this port speaks"
                : brokers + " can't be reached" + reason + ": start it, or set MILLRACE_KAFKA_BOOTSTRAP";
    }

    private static String certificates(String brokers, String reason) {
        if (reason.contains("fatal alert")) {
            return brokers + " refuses this client's certificate, or that there is none" + reason
                    + ": set MILLRACE_KAFKA_CLIENT_CERTIFICATE and MILLRACE_KAFKA_CLIENT_KEY";
        }
        return reason.contains("SSL/TLS record") || reason.contains("plaintext connection")
                ? brokers + " does not speak TLS" + reason + ": set its port with TLS, or MILLRACE_KAFKA_TLS=false"
                : brokers + " has a certificate that is not believed" + reason
                        + ": set MILLRACE_KAFKA_CA to its authority's, or in MILLRACE_KAFKA_BOOTSTRAP the host that it names";
    }

    private boolean reachable() {
        try {
            return ClientUtils.parseAndValidateAddresses(
                            List.of(config.bootstrap().split(",")), "use_all_dns_ips")
                    .stream()
                    .anyMatch(KafkaFaults::takesConnections);
        } catch (KafkaException _) {
            return false; // none of the names has an address
        }
    }

    private static boolean takesConnections(InetSocketAddress broker) {
        try (Socket socket = new Socket()) {
            socket.connect(broker, CONNECT_MS);
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
