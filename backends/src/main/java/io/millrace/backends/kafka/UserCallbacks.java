package io.millrace.backends.kafka;

import io.millrace.backends.Password;
import java.util.List;
import java.util.Map;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;

/**
 * Tells a Kafka client its user and password for each connection, where the client's own way would keep those that it
 * started with. Made by Kafka, and used by the one thread of a client that connects.
 */
public final class UserCallbacks implements AuthenticateCallbackHandler {

    /** The property with the user's name. */
    static final String USER = "millrace.user";

    /** The property with the {@link Password}. */
    static final String PASSWORD = "millrace.password";

    private String user;
    private Password password;

    @Override
    public void configure(Map<String, ?> properties, String mechanism, List<AppConfigurationEntry> login) {
        user = (String) properties.get(USER);
        password = (Password) properties.get(PASSWORD);
    }

    /** What else may be asked, as SCRAM's extensions, is left as it is. */
    @Override
    public void handle(Callback[] callbacks) {
        for (Callback callback : callbacks) {
            switch (callback) {
                case NameCallback asked -> asked.setName(user);
                case PasswordCallback asked ->
                    asked.setPassword(password.current().toCharArray());
                default -> {}
            }
        }
    }

    @Override
    public void close() {
        // It holds nothing open.
    }
}
