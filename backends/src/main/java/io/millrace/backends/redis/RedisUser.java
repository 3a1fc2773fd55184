package io.millrace.backends.redis;

import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisCredentialsProvider;
import io.millrace.backends.InvalidBackendSettingException;
import io.millrace.backends.Password;
import java.nio.file.Path;
import java.util.Optional;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Who a service is to Redis or to a Sentinel; the password may change from connection to connection. */
final class RedisUser implements RedisCredentialsProvider {

    private final Optional<String> name;
    private final Password password;

    private RedisUser(Optional<String> name, Password password) {
        this.name = name;
        this.password = password;
    }

    /** @param prefix of the settings: {@code MILLRACE_REDIS_} */
    static Optional<RedisUser> of(
            String prefix, Optional<String> name, Optional<String> password, Optional<Path> passwordFile) {
        Optional<Password> found = Password.of(prefix + "PASSWORD", password, passwordFile);
        if (name.isPresent() && found.isEmpty()) {
            throw new InvalidBackendSettingException(prefix + "USERNAME is " + name.get() + ": " + prefix
                    + "PASSWORD_FILE or " + prefix + "PASSWORD must be set too");
        }
        return found.map(secret -> new RedisUser(name, secret));
    }

    /** What to look at where Redis refuses the user. */
    String settings() {
        return name.map(user -> "the user " + user + " and " + password.setting())
                .orElse(password.setting());
    }

    /** Reads a file perhaps, so not on an event loop. */
    @Override
    public Mono<RedisCredentials> resolveCredentials() {
        return Mono.fromCallable(() -> RedisCredentials.just(name.orElse(null), password.current()))
                .subscribeOn(Schedulers.boundedElastic());
    }
}
