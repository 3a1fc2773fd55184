package io.millrace.cli.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is told by what it tells of itself. */
class ProxyTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            nullValues = "nobody",
            value = {
                "Server: nginx/1.22.1; NGINX INGRESS_NGINX",
                "server: openresty; NGINX",
                "Server: envoy; ENVOY_GATEWAY",
                "X-Envoy-Upstream-Service-Time: 3; ENVOY_GATEWAY",
                "Server: cloudflare; CDN",
                "Via: 1.1 varnish; CDN",
                "X-Cache: HIT; CDN",
                "error page: HAProxy; HAPROXY",
                "Server: gunicorn; nobody",
                "X-Note: nginx; nobody"
            })
    void headersTell(String header, String proxies) {
        List<Proxy> expected = proxies == null
                ? List.of()
                : Arrays.stream(proxies.split(" ", -1)).map(Proxy::valueOf).toList();
        assertEquals(expected, Proxy.in(header));
    }

    @Test
    void errorPagesTell() {
        assertEquals(
                Optional.of(Proxy.HAPROXY),
                Proxy.ofPage("<html><body><h1>504 Gateway Time-out</h1>\nThe server didn't respond in time.\n"));
        assertEquals(
                Optional.of(Proxy.NGINX),
                Proxy.ofPage("<html>\r\n<body>\r\n<hr><center>nginx/1.22.1</center>\r\n</body>\r\n</html>\r\n"));
        assertEquals(Optional.empty(), Proxy.ofPage("{\"title\":\"Not Found\",\"status\":404}"));
    }
}
