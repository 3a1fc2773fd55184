package io.millrace.ingest;

import io.millrace.access.BasicCredentials;
import io.millrace.access.secret.KeySecret;
import io.millrace.chunklog.InvalidPathException;
import io.millrace.control.client.ControlView;
import io.millrace.ingest.publisher.Offer;
import io.millrace.proto.control.v1.Channel;
import io.millrace.proto.control.v1.KeyPlace;
import io.millrace.proto.control.v1.QueryNames;
import io.millrace.wire.Exchange;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads requests where there is a control plane: a key is taken off the path, a query may name the object, and the channel
 * is found by what is stored in the end, decoded and in its normal form, so that no spelling leads to another channel than
 * the one that was asked. Without state.
 */
final class ChannelRequests {

    private static final String KEY_START = "mrk_";
    private static final String BEARER = "bearer ";
    private static final String KEY_PARAMETER = "key";
    private static final String DEFAULT_FILE_PARAMETER = "file";
    private static final String DEFAULT_KEY_PARAMETER = "cid";

    private ChannelRequests() {}

    /** @throws InvalidPathException if the path or the query can't be read in one way only */
    static Requested read(ControlView view, Exchange exchange, RequestedPath asked) throws InvalidPathException {
        List<Offer> offers = new ArrayList<>();
        RequestedPath path = asked;
        if (path.firstPart().startsWith(KEY_START)) {
            offers.add(new Offer.Secret(KeyPlace.KEY_PLACE_PATH, path.firstPart()));
            path = path.withoutFirstPart();
        }
        authorization(exchange).ifPresent(offers::add);
        exchange.clientCertificate()
                .ifPresent(subject -> offers.add(new Offer.Certificate(subject, exchange.clientNames())));
        if (!exchange.query().isEmpty()) {
            path = query(view, exchange, path, offers);
        }
        refuseKeysIn(path);
        return new Requested(path, Optional.of(view), view.channelOf(path.text()), offers);
    }

    /** Reads what the query says; the path with the name that it holds, if the channel has it so. */
    private static RequestedPath query(ControlView view, Exchange exchange, RequestedPath path, List<Offer> offers)
            throws InvalidPathException {
        Optional<Channel> channel = view.channelOf(path.directory().path()).filter(Channel::hasQueryNames);
        QueryNames names = channel.map(Channel::getQueryNames).orElse(QueryNames.getDefaultInstance());
        String keyParameter = or(names.getKeyParameter(), DEFAULT_KEY_PARAMETER);
        exchange.hide(keyParameter);
        QueryParameters parameters = new QueryParameters(exchange.query());
        key(parameters, KEY_PARAMETER, offers);
        if (channel.isEmpty()) {
            return path;
        }
        if (!keyParameter.equals(KEY_PARAMETER)) {
            key(parameters, keyParameter, offers);
        }
        Optional<String> name = parameters.raw(or(names.getFileParameter(), DEFAULT_FILE_PARAMETER));
        if (name.isEmpty()) {
            return path;
        }
        RequestedPath named = path.named(name.get());
        if (!view.channelOf(named.text()).equals(channel)) {
            throw new InvalidPathException("the query names an object of another channel");
        }
        return named;
    }

    private static void key(QueryParameters parameters, String name, List<Offer> offers) throws InvalidPathException {
        parameters.value(name).ifPresent(key -> offers.add(new Offer.Secret(KeyPlace.KEY_PLACE_QUERY, key)));
    }

    /** A key at a wrong place would be stored, announced and listed as a name. */
    private static void refuseKeysIn(RequestedPath path) throws InvalidPathException {
        boolean key = Arrays.stream(path.directory().path().split("/", -1))
                .anyMatch(part -> KeySecret.parse(KeySecret.Use.PUBLISH, part).isPresent());
        if (key) {
            throw new InvalidPathException("a publish key in the path must be its first part, and there once");
        }
    }

    private static Optional<Offer> authorization(Exchange exchange) {
        String header = exchange.headers().get(HttpHeaderNames.AUTHORIZATION);
        if (header == null) {
            return Optional.empty();
        }
        if (header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            String token = header.substring(BEARER.length()).strip();
            return Optional.of(new Offer.Secret(KeyPlace.KEY_PLACE_BEARER, token));
        }
        return BasicCredentials.parse(header).<Offer>map(basic -> {
            String password = new String(basic.password(), StandardCharsets.UTF_8);
            Arrays.fill(basic.password(), (byte) 0);
            return new Offer.Password(basic.user(), password);
        });
    }

    private static String or(String value, String other) {
        return value.isEmpty() ? other : value;
    }
}
