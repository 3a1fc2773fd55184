package io.millrace.control.channel;

import io.millrace.checks.Fields;
import io.millrace.checks.Names;
import io.millrace.checks.Violations;
import io.millrace.proto.control.v1.CacheHeaders;
import io.millrace.proto.control.v1.CachePolicy;
import io.millrace.proto.control.v1.Channel;
import io.millrace.proto.control.v1.ChannelLimits;
import io.millrace.proto.control.v1.CorsPolicy;
import io.millrace.proto.control.v1.EndlessPolicy;
import io.millrace.proto.control.v1.PlaybackPolicy;
import io.millrace.proto.control.v1.QueryNames;
import io.millrace.proto.control.v1.SignedPlayback;
import io.millrace.proto.control.v1.TokenPlace;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** What a channel must be, as the API says it. */
final class ChannelCheck {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration DAY = Duration.ofHours(24);
    private static final Duration MOST_HOLD = Duration.ofSeconds(60);
    private static final int MOST_PREFIX_BYTES = 1_024;
    private static final int MOST_EDGES = 1_000;
    private static final int MOST_ENTRIES = 100;
    private static final long LEAST_WINDOW_BYTES = 1 << 20;

    private static final Pattern HEADER_VALUE = Pattern.compile("[ -~]{0,256}");
    private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}");
    private static final Pattern ORIGIN = Pattern.compile("\\*|null|[a-z][a-z0-9+.-]*://[^/\\s?#*@]+");
    private static final Pattern PARAMETER = Pattern.compile("[A-Za-z0-9_.~-]{0,64}");

    private ChannelCheck() {}

    static void check(Channel channel, Violations violations) {
        Fields.checkDisplayName(violations, channel.getDisplayName());
        checkPathPrefix(violations, channel.getPathPrefix());
        if (channel.hasRetention()) {
            Fields.checkDuration(violations, "retention", channel.getRetention(), SECOND, DAY);
        }
        if (channel.hasHoldLimit()) {
            Fields.checkDuration(violations, "hold_limit", channel.getHoldLimit(), Duration.ZERO, MOST_HOLD);
            violations.require(
                    "hold_limit",
                    Fields.duration(channel.getHoldLimit()).toNanos() % 1_000_000 == 0,
                    "must be whole milliseconds");
        }
        Fields.checkRange(violations, "edge_count", channel.getEdgeCount(), 0, MOST_EDGES);
        Fields.checkLabels(violations, channel.getLabelsMap());
        checkLimits(violations.in("limits"), channel.getLimits());
        checkCache(violations.in("cache"), channel.getCache());
        checkEndless(violations.in("endless"), channel.getEndless());
        checkPlayback(violations.in("playback"), channel.getPlayback());
        PublishCheck.check(violations.in("publish"), channel.getPublish());
        checkCors(violations.in("cors"), channel.getCors());
        checkQueryNames(violations.in("query_names"), channel.getQueryNames());
    }

    private static void checkPathPrefix(Violations violations, String prefix) {
        List<String> parts = List.of(prefix.split("/", -1));
        boolean absolute = prefix.startsWith("/") && prefix.endsWith("/");
        violations.require("path_prefix", absolute, "must begin and end with '/'");
        violations.require(
                "path_prefix",
                !absolute
                        || prefix.equals("/")
                        || parts.subList(1, parts.size() - 1).stream()
                                .noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals("..")),
                "must have no empty parts, '.' or '..'");
        violations.require(
                "path_prefix",
                prefix.chars().noneMatch(c -> Character.isISOControl(c) || c == '?' || c == '#' || c == '%'),
                "must have no control characters, '?', '#' or '%': it is the decoded path");
        violations.require(
                "path_prefix",
                prefix.getBytes(StandardCharsets.UTF_8).length <= MOST_PREFIX_BYTES,
                "must have up to " + MOST_PREFIX_BYTES + " bytes");
    }

    private static void checkLimits(Violations violations, ChannelLimits limits) {
        violations.require("max_bit_rate", limits.getMaxBitRate() >= 0, "must not be negative");
        violations.require("max_object_bytes", limits.getMaxObjectBytes() >= 0, "must not be negative");
        violations.require("max_uploads", limits.getMaxUploads() >= 0, "must not be negative");
    }

    private static void checkCache(Violations violations, CachePolicy cache) {
        checkHeaders(violations.in("playlists"), cache.getPlaylists());
        checkHeaders(violations.in("inits"), cache.getInits());
        checkHeaders(violations.in("segments"), cache.getSegments());
        checkHeaders(violations.in("progress"), cache.getProgress());
        checkHeaders(violations.in("endless"), cache.getEndless());
        checkHeaders(violations.in("errors"), cache.getErrors());
    }

    private static void checkHeaders(Violations violations, CacheHeaders headers) {
        String rule = "must be up to 256 visible ASCII characters and spaces";
        violations.require(
                "cache_control", HEADER_VALUE.matcher(headers.getCacheControl()).matches(), rule);
        violations.require(
                "cdn_cache_control",
                HEADER_VALUE.matcher(headers.getCdnCacheControl()).matches(),
                rule);
    }

    private static void checkEndless(Violations violations, EndlessPolicy endless) {
        violations.require(
                "window_bytes",
                endless.getWindowBytes() == 0 || endless.getWindowBytes() >= LEAST_WINDOW_BYTES,
                "must be 0, or " + LEAST_WINDOW_BYTES + " or more");
        if (endless.hasWindowDuration()) {
            Fields.checkDuration(violations, "window_duration", endless.getWindowDuration(), SECOND, DAY);
        }
    }

    private static void checkPlayback(Violations violations, PlaybackPolicy playback) {
        String header = playback.getCdnSecret().getHeader();
        violations
                .in("cdn_secret")
                .require(
                        "header",
                        header.isEmpty() || HEADER_NAME.matcher(header).matches(),
                        "must be a header's name (RFC 9110) of up to 64 characters");
        SignedPlayback signed = playback.getSigned();
        Violations inSigned = violations.in("signed");
        checkCount(inSigned, "key_ids", signed.getKeyIdsCount());
        signed.getKeyIdsList().forEach(id -> Names.checkId(inSigned, "key_ids", id));
        inSigned.require(
                "places",
                signed.getPlacesList().stream()
                        .allMatch(place ->
                                place != TokenPlace.TOKEN_PLACE_UNSPECIFIED && place != TokenPlace.UNRECOGNIZED),
                "must be QUERY, PATH or COOKIE");
    }

    private static void checkCors(Violations violations, CorsPolicy cors) {
        checkCount(violations, "origins", cors.getOriginsCount());
        violations.require(
                "origins",
                cors.getOriginsList().stream()
                        .allMatch(origin -> ORIGIN.matcher(origin).matches()),
                "must be '*', or like https://player.example");
        violations.require(
                "origins",
                !cors.getCredentials() || !cors.getOriginsList().contains("*"),
                "must not be '*' where credentials may be sent");
        checkHeaderNames(violations, "headers", cors.getHeadersList());
        checkHeaderNames(violations, "expose_headers", cors.getExposeHeadersList());
    }

    private static void checkHeaderNames(Violations violations, String field, List<String> names) {
        checkCount(violations, field, names.size());
        violations.require(
                field,
                names.stream().allMatch(name -> HEADER_NAME.matcher(name).matches()),
                "must be headers' names (RFC 9110)");
    }

    private static void checkQueryNames(Violations violations, QueryNames names) {
        String rule = "must be up to 64 of A-Z, a-z, 0-9, '-', '_', '.' and '~'";
        violations.require(
                "file_parameter", PARAMETER.matcher(names.getFileParameter()).matches(), rule);
        violations.require(
                "key_parameter", PARAMETER.matcher(names.getKeyParameter()).matches(), rule);
    }

    private static void checkCount(Violations violations, String field, int count) {
        violations.require(field, count <= MOST_ENTRIES, "must be up to " + MOST_ENTRIES);
    }
}
