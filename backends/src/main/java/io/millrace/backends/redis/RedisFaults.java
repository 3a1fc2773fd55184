package io.millrace.backends.redis;

import io.lettuce.core.RedisCommandExecutionException;
import io.millrace.backends.Reason;
import io.netty.handler.ssl.NotSslRecordException;
import java.security.cert.CertificateException;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/** What Redis's refusals mean, and which settings to look at. Immutable. */
final class RedisFaults {

    private static final Pattern USER = Pattern.compile("://[^/]*@");

    /** A password that is not percent-encoded may hold slashes and at signs: all up to the last one before the next URI. */
    private static final Pattern SECRET = Pattern.compile("://(?:(?!://).)*@");

    /** What Lettuce and Netty say where one side waits for TLS and the other for a command. */
    private static final Pattern SILENT =
            Pattern.compile("(?i)initialization timed out|handshake timed out|closed prematurely|reset by peer");

    private final String uri;
    private final Optional<RedisUser> user;
    private final boolean sentinel;

    RedisFaults(String uri, Optional<RedisUser> user, boolean sentinel) {
        this.uri = told(uri);
        this.user = user;
        this.sentinel = sentinel;
    }

    /** Whether a URI has a user or a password in it. */
    static boolean hasUser(String uri) {
        return USER.matcher(uri).find();
    }

    /** A URI without its password. */
    static String told(String uri) {
        return SECRET.matcher(String.valueOf(uri)).replaceAll("://***@");
    }

    String explain(Throwable failure) {
        Optional<RedisCommandExecutionException> refusal = Reason.find(failure, RedisCommandExecutionException.class);
        if (refusal.isPresent()) {
            return refused(Reason.of(refusal.get()));
        }
        String reason = told(Reason.of(failure));
        if (SILENT.matcher(reason).find()) {
            return "Redis at " + uri + " takes connections and does not answer (" + reason
                    + "): see whether it is well, and whether this port speaks TLS, which rediss:// in MILLRACE_REDIS_URI says";
        }
        if (Reason.find(failure, NotSslRecordException.class).isPresent()) {
            return "Redis at " + uri + " does not speak TLS: set its port with TLS in MILLRACE_REDIS_URI, or redis://";
        }
        if (Reason.find(failure, SSLException.class).isPresent()
                || Reason.find(failure, CertificateException.class).isPresent()) {
            return reason.contains("fatal alert")
                    ? "Redis at " + uri + " refuses this client's certificate, or that there is none (" + reason
                            + "): set MILLRACE_REDIS_CLIENT_CERTIFICATE and MILLRACE_REDIS_CLIENT_KEY"
                    : "Redis at " + uri + " has a certificate that is not believed (" + reason
                            + "): set MILLRACE_REDIS_CA to its authority's, or in MILLRACE_REDIS_URI the host that it names";
        }
        return "Redis can't be reached at " + uri + " (" + reason + "): start it, or set MILLRACE_REDIS_URI";
    }

    private String refused(String reason) {
        String code = reason.contains(" ") ? reason.substring(0, reason.indexOf(' ')) : reason;
        return switch (code) {
            case "WRONGPASS" -> "Redis at " + uri + " refuses " + settings() + " (" + reason + "): set what it knows";
            case "NOAUTH" ->
                "Redis at " + uri + " wants a user (" + reason + "): set " + userSettings("MILLRACE_REDIS_")
                        + (sentinel ? ", or where a Sentinel asks " + userSettings("MILLRACE_REDIS_SENTINEL_") : "");
            case "NOPERM" ->
                "Redis at " + uri + " does not permit what is needed to " + settings() + " (" + reason
                        + "): give the user the rights of deploy/redis/users.acl, or set MILLRACE_REDIS_USERNAME";
            default -> "Redis at " + uri + " can't be used (" + reason + "): check it, or set MILLRACE_REDIS_URI";
        };
    }

    private static String userSettings(String prefix) {
        return prefix + "USERNAME and " + prefix + "PASSWORD_FILE";
    }

    private String settings() {
        return user.map(RedisUser::settings).orElse("the user of MILLRACE_REDIS_URI");
    }
}
