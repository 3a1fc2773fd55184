package io.millrace.control.caller;

import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Who may call the API; part of the control plane's settings. */
public interface CallersConfig {

    /** Whether everybody may do everything; for one machine only. */
    @WithDefault("false")
    boolean open();

    /** File of callers: hashes of bearer tokens and subjects of client certificates, each with a role (JSON). */
    Optional<Path> callers();

    /** How often the file is looked at. */
    @WithDefault("5s")
    Duration callersReload();

    Oidc oidc();

    /** Bearer tokens that an OpenID provider has issued (JSON Web Tokens). */
    interface Oidc {

        /** URL of the provider's keys (JWKS); without one no such tokens are taken. */
        Optional<String> jwksUri();

        /** What {@code iss} must be. */
        Optional<String> issuer();

        /** What {@code aud} must have. */
        Optional<String> audience();

        /** Claim with the roles, as a list or a text; dots lead into objects: {@code realm_access.roles}. */
        @WithDefault("roles")
        String rolesClaim();

        /** What roles begin with in the claim: {@code millrace-admin} is the role admin. */
        @WithDefault("millrace-")
        String rolePrefix();
    }
}
