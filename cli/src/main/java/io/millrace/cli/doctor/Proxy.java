package io.millrace.cli.doctor;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Whose settings are known. */
enum Proxy {
    NGINX("nginx", "server: (?:nginx|openresty|tengine|angie)|<center>nginx"),
    INGRESS_NGINX("ingress-nginx", "server: nginx|<center>nginx"),
    HAPROXY("HAProxy", "server: haproxy|via: .*haproxy"),
    HAPROXY_INGRESS("haproxy-ingress", "server: haproxy|via: .*haproxy"),
    ENVOY_GATEWAY("Envoy Gateway", "server: (?:istio-)?envoy|x-envoy-|via: .*envoy"),
    TRAEFIK("Traefik", "server: traefik|via: .*traefik"),
    CDN(
            "a CDN",
            "server: (?:cloudflare|cloudfront|akamai|varnish|amazons3|google|gws)|cf-ray|x-amz-cf-id|x-akamai-|x-varnish"
                    + "|x-served-by|x-cache|via: .*(?:cloudfront|varnish|google|akamai|fastly|squid|cache)"),
    MILLRACE("Millrace itself", "(?!)");

    /** HAProxy's own error pages, of 2.0 and later. */
    private static final Pattern HAPROXY_PAGE = Pattern.compile("<html><body><h1>\\d{3} [^<]+</h1>\\s");

    private final String words;
    private final Pattern told;

    Proxy(String words, String told) {
        this.words = words;
        this.told = Pattern.compile("(?m)^(?:" + told + ")", Pattern.CASE_INSENSITIVE);
    }

    /** For reports. */
    String words() {
        return words;
    }

    /** Its name among the settings, such as {@code ingress-nginx}. */
    String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Those that lines of headers tell of, each {@code Name: value}. */
    static List<Proxy> in(String headers) {
        String pages = headers.toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(proxy -> proxy.told.matcher(headers).find()
                        || pages.contains("error page: " + proxy.words.toLowerCase(Locale.ROOT)))
                .toList();
    }

    /** Whose error page it is. */
    static Optional<Proxy> ofPage(String page) {
        if (page.contains("<center>nginx") || page.contains("<center>openresty")) {
            return Optional.of(NGINX);
        }
        return HAPROXY_PAGE.matcher(page).find() ? Optional.of(HAPROXY) : Optional.empty();
    }
}
