package io.millrace.control.caller;

import io.millrace.control.api.ApiErrors;
import java.util.Locale;
import java.util.Optional;

/**
 * Tells who calls, from what they tell with the call. May be used by any thread; may block, on the keys of an OpenID
 * provider.
 */
public final class Callers implements AutoCloseable {

    private static final String BEARER = "bearer ";

    private final boolean open;
    private final Optional<CallersFile> file;
    private final Optional<OidcTokens> oidc;

    private Callers(boolean open, Optional<CallersFile> file, Optional<OidcTokens> oidc) {
        this.open = open;
        this.file = file;
        this.oidc = oidc;
    }

    /**
     * As it is configured.
     *
     * @throws InvalidCallersException if the file can't be used, or nobody could call
     */
    public static Callers of(CallersConfig config) {
        if (!config.open()
                && config.callers().isEmpty()
                && config.oidc().jwksUri().isEmpty()) {
            throw new InvalidCallersException(
                    "nobody could call the control plane: set MILLRACE_CONTROL_CALLERS or"
                            + " MILLRACE_CONTROL_OIDC_JWKS_URI, or MILLRACE_CONTROL_OPEN=true where everybody may do everything");
        }
        return new Callers(
                config.open(),
                config.callers().map(path -> CallersFile.watch(path, config.callersReload())),
                OidcTokens.of(config.oidc()));
    }

    /** Whether who tells nothing may do everything. */
    public boolean open() {
        return open;
    }

    /**
     * Who calls.
     *
     * @param authorization the value of the Authorization header
     * @param subject of a verified client certificate, as RFC 2253 writes it
     * @throws io.grpc.StatusRuntimeException UNAUTHENTICATED where nobody is known by these
     */
    public Caller identify(Optional<String> authorization, Optional<String> subject) {
        if (authorization.isPresent()) {
            return bearer(authorization.get());
        }
        Optional<Caller> certified = subject.flatMap(name -> known().withSubject(name));
        if (certified.isPresent()) {
            return certified.get();
        }
        if (open) {
            return Caller.ANYONE;
        }
        throw subject.isPresent()
                ? ApiErrors.unauthenticated("BAD_CREDENTIALS", "nobody is known by the certificate of " + subject.get())
                : ApiErrors.unauthenticated("NO_CREDENTIALS", "a bearer token or a client certificate is needed");
    }

    private Caller bearer(String authorization) {
        if (!authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
            throw ApiErrors.unauthenticated("BAD_CREDENTIALS", "the authorization must be a bearer token");
        }
        String token = authorization.substring(BEARER.length()).strip();
        return known().withToken(token)
                .or(() -> oidc.flatMap(provider -> provider.caller(token)))
                .orElseThrow(() -> ApiErrors.unauthenticated("BAD_CREDENTIALS", "nobody is known by the bearer token"));
    }

    private KnownCallers known() {
        return file.map(CallersFile::callers).orElse(KnownCallers.NONE);
    }

    @Override
    public void close() {
        file.ifPresent(CallersFile::close);
    }
}
