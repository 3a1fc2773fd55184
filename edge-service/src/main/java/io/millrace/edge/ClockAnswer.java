package io.millrace.edge;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Tells the time to players, who reckon from it which segments are there: DASH's {@code UTCTiming} by http-iso. */
final class ClockAnswer {

    private static final DateTimeFormatter MILLISECONDS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final InstantSource clock;

    ClockAnswer(InstantSource clock) {
        this.clock = clock;
    }

    /** The body, whose headers are set; never to be cached. */
    ByteBuf body(HttpHeaders headers) {
        headers.set(HttpHeaderNames.CONTENT_TYPE, "text/plain");
        headers.set(HttpHeaderNames.CACHE_CONTROL, CachePolicy.NO_STORE);
        ByteBuf body = Unpooled.copiedBuffer(MILLISECONDS.format(clock.instant()), StandardCharsets.US_ASCII);
        headers.set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
        return body;
    }
}
