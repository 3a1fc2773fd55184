package io.millrace.cli.doctor;

import io.millrace.cli.CommandFailedException;
import io.millrace.cli.http.Credentials;
import io.millrace.cli.http.Target;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Who one is at the edge, where not everybody may read. */
final class ReaderOptions {

    @Option(
            names = "--playback-token",
            paramLabel = "TOKEN",
            description = "a playback token, told in the query; rather use --playback-token-file or the environment"
                    + " variable MILLRACE_PLAYBACK_TOKEN")
    private Optional<String> token = Optional.empty();

    @Option(
            names = "--playback-token-file",
            paramLabel = "FILE",
            description = "a file with a playback token in its first line")
    private Optional<Path> tokenFile = Optional.empty();

    @Option(
            names = "--reader-header",
            paramLabel = "'NAME: VALUE'",
            description = "a header that the edge is told, such as a CDN's secret or Authorization; may be repeated")
    private List<String> headers = List.of();

    /** The edge's URL with the token, if there is one. */
    URI told(URI edge, Map<String, String> environment) {
        if (token.isPresent() && tokenFile.isPresent()) {
            throw new CommandFailedException("give only one of --playback-token and --playback-token-file");
        }
        return token.or(() -> tokenFile.map(Credentials::firstLine))
                .or(() -> Optional.ofNullable(environment.get("MILLRACE_PLAYBACK_TOKEN")))
                .map(told -> Target.with(edge, "token=" + told))
                .orElse(edge);
    }

    /** The headers by their names. */
    Map<String, String> headers() {
        Map<String, String> all = new HashMap<>();
        for (String header : headers) {
            int colon = header.indexOf(':');
            if (colon < 1) {
                throw new CommandFailedException("a --reader-header is NAME: VALUE, with a colon between them");
            }
            all.put(
                    header.substring(0, colon).strip(),
                    header.substring(colon + 1).strip());
        }
        return all;
    }
}
