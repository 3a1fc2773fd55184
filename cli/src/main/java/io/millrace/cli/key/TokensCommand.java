package io.millrace.cli.key;

import com.google.protobuf.util.Timestamps;
import io.millrace.cli.ExitCode;
import io.millrace.cli.control.ControlConnection;
import io.millrace.cli.control.ControlOptions;
import io.millrace.cli.resource.ResourceNames;
import io.millrace.cli.resource.Results;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code millrace tokens}. */
@Command(
        name = "tokens",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Playback tokens, with which readers of a channel say that they may read.")
public final class TokensCommand {

    @Command(
            name = "issue",
            mixinStandardHelpOptions = true,
            description = {
                "Signs a playback token, and prints it.",
                "As a table nothing but what --print asks for is printed; until when it holds goes to standard error."
            })
    int issue(
            @Parameters(paramLabel = "CHANNEL", description = "the channel", converter = ResourceNames.OfChannel.class)
                    String channel,
            @Mixin TokenOptions options,
            @Option(
                            names = "--print",
                            paramLabel = "token|query|path|cookie",
                            defaultValue = "token",
                            description = "the token; a URL with it as query; a URL with it in the path; the value of a"
                                    + " Set-Cookie header (${DEFAULT-VALUE})")
                    Form form,
            @Mixin Results results,
            @Mixin ControlOptions control) {
        try (ControlConnection connection = control.connect()) {
            var issued = new PlaybackKeyCalls(connection).issue(options.request(channel));
            String secret = switch (form) {
                case TOKEN -> issued.getToken();
                case QUERY -> issued.getQueryUri();
                case PATH -> issued.getPathUri();
                case COOKIE -> issued.getCookie();
            };
            results.secret(
                    issued,
                    secret,
                    "signed with %s, until %s"
                            .formatted(issued.getPlaybackKey(), Timestamps.toString(issued.getExpireTime())));
        }
        return ExitCode.OK;
    }

    /** How a token is told. */
    enum Form {
        TOKEN,
        QUERY,
        PATH,
        COOKIE
    }
}
