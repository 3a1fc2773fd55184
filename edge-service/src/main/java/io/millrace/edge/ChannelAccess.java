package io.millrace.edge;

import io.millrace.edge.playback.Decision;
import io.millrace.edge.playback.PlaybackRequest;
import io.millrace.wire.Exchange;
import io.millrace.wire.Problem;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Optional;

/** Lets a request go on if its channel allows it. Used by every event loop; never waits. */
final class ChannelAccess {

    /** No browser knows the scheme, so that none asks a person for a name. */
    private static final String CHALLENGE = "Millrace-Token realm=\"millrace\"";

    private static final int RETRY_SECONDS = 1;

    private final Channels channels;
    private final Serving serving;
    private final PlaybackCounters counters;

    ChannelAccess(Channels channels, Serving serving, PlaybackCounters counters) {
        this.channels = channels;
        this.serving = serving;
        this.counters = counters;
    }

    /** What the request is let in with; nothing where it was answered. */
    Optional<Admission> admit(Exchange exchange, RequestTarget target) {
        return switch (channels.find(target.directory())) {
            case ChannelFound.Nothing nothing -> {
                refuse(exchange, nothing);
                yield Optional.empty();
            }
            case ChannelFound.NoMatter open ->
                Optional.of(
                        new Admission(serving.policies(), false, new Grant.NoChannel(channels, target.directory())));
            case ServedChannel channel
            when channel.disabled() -> {
                counters.disabled.increment();
                refuse(exchange, target, channel, Problem.of(HttpResponseStatus.FORBIDDEN, "the channel is disabled"));
                yield Optional.empty();
            }
            case ServedChannel channel -> admit(exchange, target, channel);
        };
    }

    /** How what is at a path is answered, whoever asks; for a page's question whether it may ask. */
    Policies policies(RequestTarget target) {
        return channels.find(target.directory()) instanceof ServedChannel channel
                ? channel.policies()
                : serving.policies();
    }

    /** Whether a client may know of a directory within the one that it asks for. */
    boolean mayKnow(Exchange exchange, RequestTarget target, String inner) {
        return switch (channels.find(inner)) {
            case ChannelFound.Nothing nothing -> false;
            case ChannelFound.NoMatter open -> true;
            case ServedChannel channel ->
                !channel.disabled()
                        && decide(exchange, new RequestTarget(inner, "", target.tokens()), channel)
                                instanceof Decision.Allowed;
        };
    }

    private Optional<Admission> admit(Exchange exchange, RequestTarget target, ServedChannel channel) {
        return switch (decide(exchange, target, channel)) {
            case Decision.Allowed allowed when allowed.key().isEmpty() -> Optional.of(channel.anybody());
            case Decision.Allowed allowed -> {
                exchange.user(allowed.key().orElseThrow());
                Grant grant = new Grant.Channel(channels, channel.channel().getName(), allowed.key());
                yield Optional.of(new Admission(channel.policies(), false, grant));
            }
            case Decision.Unauthenticated nobody -> {
                counters.nothingShown.increment();
                Problem problem = Problem.of(HttpResponseStatus.UNAUTHORIZED, nobody.detail())
                        .with(HttpHeaderNames.WWW_AUTHENTICATE, CHALLENGE);
                refuse(exchange, target, channel, problem);
                yield Optional.empty();
            }
            case Decision.Forbidden forbidden -> {
                counters.notHolding.increment();
                refuse(exchange, target, channel, Problem.of(HttpResponseStatus.FORBIDDEN, forbidden.detail()));
                yield Optional.empty();
            }
        };
    }

    private static Decision decide(Exchange exchange, RequestTarget target, ServedChannel channel) {
        return channel.playback()
                .decide(new PlaybackRequest(
                        target.fullPath(),
                        target.tokens(),
                        exchange.query(),
                        exchange.headers(),
                        exchange.clientAddress()));
    }

    private void refuse(Exchange exchange, RequestTarget target, ServedChannel channel, Problem problem) {
        serving.figures().refused(target.directory());
        channel.policies().refuse(exchange, problem);
    }

    private void refuse(Exchange exchange, ChannelFound.Nothing nothing) {
        Problem problem = switch (nothing) {
            case NO_CHANNEL -> {
                counters.noChannel.increment();
                yield Problem.of(HttpResponseStatus.NOT_FOUND, "no channel has this path");
            }
            case NOT_TOLD_YET -> {
                counters.notToldYet.increment();
                yield Problem.of(
                                HttpResponseStatus.SERVICE_UNAVAILABLE,
                                "the control plane has not told of any channel yet")
                        .with(HttpHeaderNames.RETRY_AFTER, RETRY_SECONDS);
            }
        };
        serving.policies().refuse(exchange, problem);
    }
}
