package io.millrace.cli.shape;

import com.google.protobuf.util.Timestamps;
import io.millrace.cli.CommandFailedException;
import io.millrace.cli.ExitCode;
import io.millrace.cli.control.ControlConnection;
import io.millrace.cli.control.ControlOptions;
import io.millrace.cli.control.ResourceCalls;
import io.millrace.cli.resource.ResourceNames;
import io.millrace.cli.resource.Results;
import io.millrace.proto.control.v1.Session;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code millrace shape}: a session, and what to play. */
@Command(
        name = "shape",
        mixinStandardHelpOptions = true,
        description = {
            "Makes a session of the shaper for a stream, and prints the URL to play.",
            "What is done to the stream can be changed while it is played: millrace sessions update. As a table nothing but"
                    + " the URL is printed; which session it is goes to standard error."
        })
public final class ShapeCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "URL",
            description = "the stream's master playlist or MPD; or its path, where it is of the shaper's edge")
    private String url;

    @Option(
            names = "--shaper",
            paramLabel = "URI",
            defaultValue = "http://127.0.0.1:8082",
            description = "the shaper, as players reach it (${DEFAULT-VALUE})")
    private URI shaper;

    @Option(
            names = "--session",
            paramLabel = "SESSION",
            converter = ResourceNames.OfSession.class,
            description = "the session's name (one that can't be guessed)")
    private Optional<String> name = Optional.empty();

    @Mixin
    private SessionOptions options;

    @Mixin
    private Results results;

    @Mixin
    private ControlOptions control;

    @Override
    public Integer call() {
        URI stream = stream();
        String wanted = name.orElse("");
        Session.Builder session = options.session(wanted);
        if (stream.getHost() != null) {
            session.setOrigin(stream.getScheme() + "://" + stream.getRawAuthority());
        }
        try (ControlConnection connection = control.connect()) {
            Session made = ResourceCalls.sessions(connection).create().create(wanted, session.build());
            String id = ResourceNames.id(made.getName());
            results.secret(
                    made,
                    played(id, stream),
                    "play %s; session %s, until %s"
                            .formatted(played(id, stream), id, Timestamps.toString(made.getExpireTime())));
        }
        return ExitCode.OK;
    }

    private URI stream() {
        URI stream;
        try {
            stream = URI.create(url);
        } catch (IllegalArgumentException e) {
            throw new CommandFailedException("'" + url + "' is no URL", e);
        }
        boolean ofEdge = stream.getScheme() == null && stream.getRawAuthority() == null;
        boolean whole =
                stream.getHost() != null && ("http".equals(stream.getScheme()) || "https".equals(stream.getScheme()));
        if (!(ofEdge || whole) || !stream.getRawPath().startsWith("/")) {
            throw new CommandFailedException(
                    "'" + url
                            + "' is no stream; write https://edge.example/live/cam/master.m3u8, or /live/cam/master.m3u8",
                    ExitCode.USAGE);
        }
        return stream;
    }

    private String played(String id, URI stream) {
        String base = shaper.toString().replaceAll("/+$", "");
        String query = stream.getRawQuery() == null ? "" : "?" + stream.getRawQuery();
        return base + "/shape/" + id + stream.getRawPath() + query;
    }
}
