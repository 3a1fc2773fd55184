package io.millrace.shaper.origin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GuardTest {

    private static final URI EDGE = URI.create("http://127.0.0.1:8081/");

    private final Guard guard = guard(Map.of());

    @Test
    void anEdgeThatCannotBeAskedIsNamedByItsSetting() {
        InvalidOriginSettingException refused = assertThrows(
                InvalidOriginSettingException.class,
                () -> Guard.of(URI.create("http://my_edge:8081/"), TestOrigins.config(Map.of())));
        assertTrue(
                refused.getMessage().startsWith("MILLRACE_SHAPER_EDGE is http://my_edge:8081/"), refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://cdn.example:0/", "http://cdn.example:65536/"})
    void aPortThatThereIsNotIsNoOrigins(String url) {
        assertThrows(IllegalArgumentException.class, () -> OriginAddress.of(URI.create(url)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "93.184.216.34", // anybody's
                "1.1.1.1",
                "100.63.255.255", // just below carrier-grade NAT
                "172.32.0.1", // just above the private range
                "2606:2800:220:1:248:1893:25c8:1946",
                "64:ff9b::5db8:d822", // 93.184.216.34 behind NAT64
            })
    void addressesOfThePublicInternetMayBeAsked(String address) throws Exception {
        assertEquals(Optional.empty(), refusal(guard, "http://cdn.example/", address));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "10.1.2.3",
                "100.64.0.1",
                "100.100.100.200", // metadata of a cloud, in carrier-grade NAT
                "127.0.0.1",
                "127.8.9.10",
                "168.63.129.16",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.192",
                "192.168.1.1",
                "198.18.0.1",
                "224.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::7f00:1", // 127.0.0.1, compatible
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "64:ff9b::7f00:1", // 127.0.0.1 behind NAT64
                "64:ff9b::a9fe:a9fe", // 169.254.169.254 behind NAT64
                "64:ff9b:1::1", // NAT64 of one network
                "2001::1", // Teredo
                "2002:7f00:1::", // 127.0.0.1 by 6to4
                "fc00::1",
                "fd00:ec2::254",
                "fe80::1",
                "fec0::1",
                "ff02::1",
            })
    void addressesThatAreNotPublicAreRefused(String address) throws Exception {
        String why = refusal(guard, "http://cdn.example/", address).orElseThrow();
        assertTrue(why.contains("not an address of the public Internet"), why);
    }

    @Test
    void oneAddressThatMayNotBeAskedSpoilsTheOthers() throws Exception {
        assertTrue(refusal(guard, "http://cdn.example/", "93.184.216.34", "10.0.0.1")
                .isPresent());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"file:///etc/passwd", "gopher://h/", "ftp://h/", "http:///path", "http://user@h/", "x", "//h/"})
    void whatIsNoUrlOfHttpWithAHostIsRefused(String url) {
        assertThrows(IllegalArgumentException.class, () -> OriginAddress.of(URI.create(url)));
    }

    @ParameterizedTest
    @CsvSource({
        "http://h/, true",
        "https://h/, true",
        "http://h:8080/, true",
        "http://h:22/, false",
        "https://h:6379/, false"
    })
    void onlySomePortsMayBeAsked(String url, boolean allowed) throws Exception {
        assertEquals(allowed, refusal(guard, url, "93.184.216.34").isEmpty());
    }

    @Test
    void theEdgeMayAlwaysBeAsked() throws Exception {
        Guard strict = guard(Map.of("any", "false"));
        assertEquals(Optional.empty(), refusal(strict, "http://127.0.0.1:8081/", "127.0.0.1"));
        assertTrue(refusal(strict, "http://127.0.0.1:8080/", "127.0.0.1").isPresent());
        assertTrue(refusal(strict, "https://127.0.0.1:8081/", "127.0.0.1").isPresent());
    }

    @Test
    void publicHostsAreRefusedWhereOnlyThoseThatAreAllowedMayBeAsked() throws Exception {
        Guard strict = guard(Map.of("any", "false", "allow", "cdn.example,*.media.example"));
        assertEquals(Optional.empty(), refusal(strict, "https://cdn.example/", "93.184.216.34"));
        assertEquals(Optional.empty(), refusal(strict, "https://a.media.example/", "93.184.216.34"));
        assertTrue(refusal(strict, "https://media.example/", "93.184.216.34").isPresent());
        assertTrue(
                refusal(strict, "https://evilmedia.example/", "93.184.216.34").isPresent());
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, http://h:1234/, 10.9.8.7, true",
        "10.0.0.0/8, http://h/, 11.0.0.1, true", // public
        "10.0.0.0/8, http://h/, 192.168.0.1, false",
        "10.0.0.0/8:9000, http://h:9000/, 10.9.8.7, true",
        "10.0.0.0/8:9000, http://h:9001/, 10.9.8.7, false",
        "[::1]:8080, http://h:8080/, ::1, true",
        "[::1]:8080, http://h:8443/, ::1, false",
        "fd00::/8, http://h/, fd12::1, true",
        "cdn.lan, http://cdn.lan:81/, 192.168.0.1, true",
        "cdn.lan:81, http://cdn.lan/, 192.168.0.1, false",
    })
    void hostsAndNetworksCanBeAllowed(String allow, String url, String address, boolean allowed) throws Exception {
        assertEquals(
                allowed, refusal(guard(Map.of("allow", allow)), url, address).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://cdn.example", "10.0.0.0/40", "cdn example", "cdn.example:0", "*"})
    void whatIsNoHostOrNetworkStopsTheStart(String allow) {
        var wrong = assertThrows(InvalidOriginSettingException.class, () -> guard(Map.of("allow", allow)));
        assertTrue(wrong.getMessage().startsWith("MILLRACE_SHAPER_ORIGINS_ALLOW can't be used: "), wrong::getMessage);
    }

    private static Guard guard(Map<String, String> settings) {
        return Guard.of(EDGE, TestOrigins.config(settings));
    }

    private static Optional<String> refusal(Guard guard, String url, String... addresses) throws Exception {
        OriginAddress origin = OriginAddress.of(URI.create(url));
        List<InetAddress> found = new java.util.ArrayList<>();
        for (String address : addresses) {
            found.add(InetAddress.getByName(address));
        }
        return guard.check(origin).or(() -> guard.check(origin, found));
    }
}
