package io.millrace.cli.shape;

import com.google.protobuf.FieldMask;
import io.millrace.cli.CommandFailedException;
import io.millrace.cli.ExitCode;
import io.millrace.cli.control.ControlConnection;
import io.millrace.cli.control.ControlOptions;
import io.millrace.cli.control.ResourceCalls;
import io.millrace.cli.resource.Etag;
import io.millrace.cli.resource.ResourceNames;
import io.millrace.cli.resource.Results;
import io.millrace.proto.control.v1.Session;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code millrace sessions}. */
@Command(
        name = "sessions",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "What is played through the shaper, and under which rules.")
public final class SessionsCommand {

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists all sessions.")
    int list(@Mixin Results results, @Mixin ControlOptions control) {
        try (ControlConnection connection = control.connect()) {
            results.list(
                    ResourceCalls.sessions(connection).list().get(),
                    "name",
                    "display_name",
                    "origin",
                    "tag",
                    "dripls_rules=DRIPLS",
                    "state.first_request_time=PLAYED SINCE",
                    "expire_time=UNTIL");
        }
        return ExitCode.OK;
    }

    @Command(name = "get", mixinStandardHelpOptions = true, description = "Shows a session.")
    int get(
            @Parameters(paramLabel = "SESSION", description = "the session", converter = ResourceNames.OfSession.class)
                    String name,
            @Mixin Results results,
            @Mixin ControlOptions control) {
        try (ControlConnection connection = control.connect()) {
            results.one(ResourceCalls.sessions(connection).get().apply(name));
        }
        return ExitCode.OK;
    }

    @Command(
            name = "create",
            mixinStandardHelpOptions = true,
            description = "Makes a session; millrace shape does so too, and prints what to play.")
    int create(
            @Parameters(
                            arity = "0..1",
                            paramLabel = "SESSION",
                            description = "its name (one that can't be guessed)",
                            converter = ResourceNames.OfSession.class)
                    Optional<String> name,
            @Option(
                            names = "--origin",
                            paramLabel = "CHANNEL|URL",
                            converter = OriginText.class,
                            description = "where its objects are asked for (the shaper's edge)")
                    Optional<String> origin,
            @Mixin SessionOptions options,
            @Mixin Results results,
            @Mixin ControlOptions control) {
        String wanted = name.orElse("");
        Session.Builder session = options.session(wanted);
        origin.ifPresent(session::setOrigin);
        try (ControlConnection connection = control.connect()) {
            results.one(ResourceCalls.sessions(connection).create().create(wanted, session.build()));
        }
        return ExitCode.OK;
    }

    @Command(
            name = "update",
            mixinStandardHelpOptions = true,
            description = {
                "Changes the fields of a session that are given, each as a whole; what is played changes at once.",
                "The rules that are given take the place of all that it has of its own."
            })
    int update(
            @Parameters(paramLabel = "SESSION", description = "the session", converter = ResourceNames.OfSession.class)
                    String name,
            @Mixin SessionOptions options,
            @Option(names = "--no-rules", description = "it has no rules of its own any more") boolean noRules,
            @Mixin Results results,
            @Mixin ControlOptions control) {
        Session session = options.session(name).clearName().build();
        FieldMask.Builder mask = FieldMask.newBuilder();
        session.getAllFields().keySet().forEach(field -> mask.addPaths(field.getName()));
        if (noRules) {
            if (session.getRulesCount() > 0) {
                throw new CommandFailedException("--no-rules can't be given with rules", ExitCode.USAGE);
            }
            mask.addPaths("rules");
        }
        if (mask.getPathsCount() == 0) {
            throw new CommandFailedException("nothing is given to change", ExitCode.USAGE);
        }
        try (ControlConnection connection = control.connect()) {
            results.one(ResourceCalls.sessions(connection)
                    .update()
                    .update(session.toBuilder().setName(name).build(), mask.build()));
        }
        return ExitCode.OK;
    }

    @Command(
            name = "delete",
            mixinStandardHelpOptions = true,
            description = "Deletes a session; what plays it is no longer served.")
    int delete(
            @Parameters(paramLabel = "SESSION", description = "the session", converter = ResourceNames.OfSession.class)
                    String name,
            @Mixin Etag etag,
            @Mixin ControlOptions control) {
        try (ControlConnection connection = control.connect()) {
            ResourceCalls.sessions(connection).delete().accept(name, etag.value());
        }
        return ExitCode.OK;
    }
}
