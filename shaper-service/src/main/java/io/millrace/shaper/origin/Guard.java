package io.millrace.shaper.origin;

import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decides whom the shaper may ask, so that nobody makes it ask what only this machine or its network can reach
 * (server-side request forgery). What is configured as the edge may always be asked; addresses are checked when they are
 * known, and only what was checked is connected to. Immutable.
 */
final class Guard {

    private static final String SETTING = "MILLRACE_SHAPER_ORIGINS_ALLOW";

    private final OriginAddress edge;
    private final boolean any;
    private final Set<Integer> ports;
    private final List<OriginPattern> allowed;

    private Guard(OriginAddress edge, boolean any, Set<Integer> ports, List<OriginPattern> allowed) {
        this.edge = edge;
        this.any = any;
        this.ports = ports;
        this.allowed = allowed;
    }

    /** @throws InvalidOriginSettingException if a setting makes no sense */
    static Guard of(URI edge, OriginConfig config) {
        OriginAddress always;
        try {
            always = OriginAddress.of(edge);
        } catch (IllegalArgumentException e) {
            throw new InvalidOriginSettingException(
                    "MILLRACE_SHAPER_EDGE is " + edge + ", which can't be asked: " + e.getMessage());
        }
        try {
            return new Guard(
                    always,
                    config.any(),
                    Set.copyOf(config.ports()),
                    config.allow().orElse(List.of()).stream()
                            .map(OriginPattern::parse)
                            .toList());
        } catch (IllegalArgumentException e) {
            throw new InvalidOriginSettingException(SETTING + " can't be used: " + e.getMessage());
        }
    }

    /**
     * Checks what is known before addresses are.
     *
     * @return why it is refused; empty if it may go on to its addresses
     */
    Optional<String> check(OriginAddress origin) {
        if (isTrusted(origin)
                || allowed.stream().anyMatch(pattern -> pattern.network().isPresent())) {
            return Optional.empty(); // which of its addresses is in a network is to be seen
        }
        return checkUnlisted(origin);
    }

    /**
     * Checks what a name has led to.
     *
     * @param addresses all of them: one that may not be asked spoils the others
     * @return why it is refused; empty if any of them may be connected to
     */
    Optional<String> check(OriginAddress origin, List<InetAddress> addresses) {
        if (isTrusted(origin)) {
            return Optional.empty();
        }
        boolean listed = addresses.stream()
                .allMatch(address ->
                        allowed.stream().anyMatch(pattern -> pattern.matchesAddress(address, origin.port())));
        if (listed) {
            return Optional.empty();
        }
        Optional<String> refused = checkUnlisted(origin);
        if (refused.isPresent()) {
            return refused;
        }
        return addresses.stream()
                .filter(address -> !PublicAddresses.contain(address))
                .filter(address ->
                        allowed.stream().noneMatch(pattern -> pattern.matchesAddress(address, origin.port())))
                .findFirst()
                .map(address -> origin + " is at " + address.getHostAddress()
                        + ", which is not an address of the public Internet; " + SETTING + " can allow it");
    }

    private Optional<String> checkUnlisted(OriginAddress origin) {
        if (!any) {
            return Optional.of(origin + " is not among the origins that may be asked; " + SETTING + " can allow it");
        }
        return ports.contains(origin.port())
                ? Optional.empty()
                : Optional.of(origin + " is on a port that may not be asked; MILLRACE_SHAPER_ORIGINS_PORTS has those"
                        + " that may");
    }

    private boolean isTrusted(OriginAddress origin) {
        return origin.equals(edge)
                || allowed.stream().anyMatch(pattern -> pattern.matchesHost(origin.host(), origin.port()));
    }
}
