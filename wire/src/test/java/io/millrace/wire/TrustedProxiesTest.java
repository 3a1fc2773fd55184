package io.millrace.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "192.0.2.128/25, 192.0.2.200, true",
        "192.0.2.128/25, 192.0.2.100, false",
        "192.0.2.1, 192.0.2.1, true",
        "0.0.0.0/0, 203.0.113.9, true",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "::/0, 192.0.2.1, false"
    })
    void aRangeHasTheAddressesThatShareItsPrefix(String range, String address, boolean inside) {
        assertEquals(inside, AddressRange.parse(range).contains(AddressRange.address(address)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "example.com", "::/129"})
    void whatIsNoRangeIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> AddressRange.parse(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "192.0.2.1 | X-Forwarded-For: 192.0.2.1",
                "192.0.2.1 | X-Forwarded-For: 198.51.100.9, 192.0.2.1",
                "192.0.2.1 | X-Forwarded-For: 198.51.100.9, 192.0.2.1, 10.0.0.7",
                "10.0.0.7 | X-Forwarded-For: 10.0.0.7",
                "10.0.0.1 | X-Forwarded-For: unknown",
                "10.0.0.7 | X-Forwarded-For: 192.0.2.1, unknown, 10.0.0.7",
                "10.0.0.1 | X: y",
                "192.0.2.1 | X-Forwarded-For: 192.0.2.1:4711",
                "2001:db8:0:0:0:0:0:1 | X-Forwarded-For: [2001:db8::1]:4711",
                "2001:db8:0:0:0:0:0:1 | X-Forwarded-For: 2001:db8::1",
                "192.0.2.1 | Forwarded: for=192.0.2.1;proto=https",
                "2001:db8:0:0:0:0:0:1 | Forwarded: proto=http;For=\"[2001:db8::1]:80\"",
                "192.0.2.1 | Forwarded: for=198.51.100.9, for=192.0.2.1"
            })
    void theClientIsTheRightmostWhoIsNoTrustedProxy(String client, String header) {
        HttpHeaders headers = new DefaultHttpHeaders();
        int colon = header.indexOf(':');
        headers.add(header.substring(0, colon), header.substring(colon + 1).strip());
        TrustedProxies proxies = new TrustedProxies(
                Stream.of("10.0.0.0/8").map(AddressRange::parse).toList());
        assertEquals(
                client,
                proxies.client(AddressRange.address("10.0.0.1"), headers).getHostAddress());
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, 192.0.2.1", "10.0.0.1, 127.0.0.1"})
    void onlyATrustedProxyIsBelieved(String proxies, String client) {
        List<String> told = new CopyOnWriteArrayList<>();
        ExchangeHandler telling = exchange -> {
            told.add(exchange.clientAddress().getHostAddress());
            TestServer.ok(exchange);
        };
        try (TestServer server = new TestServer(telling, "trusted-proxies", proxies);
                RawClient proxy = server.connect()) {
            proxy.send("GET /a HTTP/1.1\r\nHost: h\r\nX-Forwarded-For: 192.0.2.1\r\n\r\n")
                    .receiveUntil("ok");
        }
        assertEquals(List.of(client), told);
    }
}
