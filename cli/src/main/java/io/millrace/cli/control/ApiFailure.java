package io.millrace.cli.control;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.millrace.cli.Durations;
import io.millrace.cli.ExitCode;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Why the control plane did not do what it was asked, in words for a person. */
public final class ApiFailure {

    private static final Pattern UNDERSCORE = Pattern.compile("_([a-z])");

    private ApiFailure() {}

    /** What to tell: one line, and one more for each field that is wrong. */
    public static List<String> lines(StatusRuntimeException failure) {
        Status status = StatusProto.fromThrowable(failure);
        List<String> lines = new ArrayList<>();
        lines.add(first(failure, status));
        detail(status, BadRequest.class)
                .ifPresent(wrong -> wrong.getFieldViolationsList()
                        .forEach(field ->
                                lines.add("  " + asWritten(field.getField()) + ": " + field.getDescription())));
        return lines;
    }

    /** How the process ends then. */
    public static int exitCode(StatusRuntimeException failure) {
        return switch (failure.getStatus().getCode()) {
            case NOT_FOUND -> ExitCode.NOT_THERE;
            case ALREADY_EXISTS, ABORTED, FAILED_PRECONDITION -> ExitCode.CONFLICT;
            case UNAUTHENTICATED, PERMISSION_DENIED -> ExitCode.NOT_ALLOWED;
            case UNAVAILABLE, DEADLINE_EXCEEDED -> ExitCode.UNREACHABLE;
            default -> ExitCode.FAILED;
        };
    }

    private static String first(StatusRuntimeException failure, Status status) {
        String told = status.getMessage();
        return switch (failure.getStatus().getCode()) {
            case INVALID_ARGUMENT ->
                detail(status, BadRequest.class).isPresent() ? "what was given is not right:" : told;
            case UNAUTHENTICATED -> told + "; give --token-file or --cert, or take a context that has them";
            case ABORTED -> told + "; look at it again, and try again";
            case DEADLINE_EXCEEDED ->
                "the control plane gave no answer within --timeout; a change may have been made all the same";
            case UNAVAILABLE -> unavailable(failure, status);
            case UNIMPLEMENTED -> "this control plane is older than the command, and can't do this";
            default -> told.isEmpty() ? failure.getStatus().getCode().toString() : told;
        };
    }

    private static String unavailable(StatusRuntimeException failure, Status status) {
        if (status.getDetailsCount() > 0) {
            String again = detail(status, RetryInfo.class)
                    .map(retry -> "; try again in "
                            + Durations.exact(Duration.ofSeconds(
                                    retry.getRetryDelay().getSeconds(),
                                    retry.getRetryDelay().getNanos())))
                    .orElse("");
            return status.getMessage() + again;
        }
        Throwable reason = failure;
        // The first that tells of a connection has its address; of anything else the last is the plainest.
        while (reason.getCause() != null && !(reason instanceof ConnectException)) {
            reason = reason.getCause();
        }
        String why = failure.getCause() == null ? status.getMessage() : reason.getMessage();
        return "the control plane can't be reached: " + (why == null ? reason.toString() : why);
    }

    /** The fields of a request's message as files and output name them. */
    private static String asWritten(String field) {
        return UNDERSCORE.matcher(field).replaceAll(match -> match.group(1).toUpperCase(Locale.ROOT));
    }

    private static <M extends Message> Optional<M> detail(Status status, Class<M> type) {
        try {
            for (Any any : status.getDetailsList()) {
                if (any.is(type)) {
                    return Optional.of(any.unpack(type));
                }
            }
        } catch (InvalidProtocolBufferException e) {
            // A detail that can't be read is none; the message tells the same in short.
        }
        return Optional.empty();
    }
}
