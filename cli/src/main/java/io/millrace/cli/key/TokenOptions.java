package io.millrace.cli.key;

import io.millrace.cli.Durations;
import io.millrace.cli.Times;
import io.millrace.cli.resource.Protos;
import io.millrace.proto.control.v1.IssueTokenRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** What a playback token is to allow. */
final class TokenOptions {

    @ArgGroup(multiplicity = "1")
    private End end;

    @Option(
            names = "--path-prefix",
            paramLabel = "PATH",
            defaultValue = "",
            description = "paths that begin with this may be read; a directory ends with / (the channel's)")
    private String pathPrefix;

    @Option(
            names = "--client-address",
            paramLabel = "ADDRESS",
            defaultValue = "",
            description = "the reader's address, which alone may use it (any)")
    private String clientAddress;

    @Option(
            names = "--key-id",
            paramLabel = "ID",
            defaultValue = "",
            description = "the id of the playback key to sign with (the newest)")
    private String keyId;

    @Option(
            names = "--base-uri",
            paramLabel = "URI",
            defaultValue = "",
            description = "what URLs begin with: https://edge.example (they begin with the path)")
    private String baseUri;

    private static final class End {

        @Option(
                names = "--ttl",
                paramLabel = "TIME",
                converter = Durations.class,
                description = "how long it may be used: 8h, 30d")
        private Optional<Duration> ttl = Optional.empty();

        @Option(
                names = "--expires",
                paramLabel = "TIME",
                converter = Times.class,
                description = "until when it may be used: 2030-01-31T12:00:00Z")
        private Optional<Instant> expires = Optional.empty();
    }

    /** For a channel's token. */
    IssueTokenRequest request(String channel) {
        IssueTokenRequest.Builder request = IssueTokenRequest.newBuilder()
                .setParent(channel)
                .setPathPrefix(pathPrefix)
                .setClientAddress(clientAddress)
                .setKeyId(keyId)
                .setBaseUri(baseUri);
        end.ttl.ifPresent(ttl -> request.setTtl(Protos.of(ttl)));
        end.expires.ifPresent(time -> request.setExpireTime(Protos.of(time)));
        return request.build();
    }
}
