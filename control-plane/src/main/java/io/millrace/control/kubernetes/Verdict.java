package io.millrace.control.kubernetes;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What became of a custom resource.
 *
 * @param ready whether the store has what it says
 * @param reason one word, for programs
 * @param message for people
 * @param revision of the resource in the store; 0 where that is not this one's
 */
record Verdict(boolean ready, String reason, String message, long revision) {

    private static final Pattern SNAKE = Pattern.compile("_([a-z])");

    static Verdict stored(String name, long revision) {
        return new Verdict(true, "Stored", "it is " + name, revision);
    }

    /** What can't be read as a resource at all. */
    static Verdict unreadable(String message) {
        return new Verdict(false, "Invalid", message, 0);
    }

    /** Another one has the name. */
    static Verdict nameTaken(String name) {
        return new Verdict(
                false,
                "NameTaken",
                name + " is there already and was not made by this: delete it over the API, or give this another name",
                0);
    }

    /**
     * The API has refused it.
     *
     * @param revision of what the store still has of it
     */
    static Verdict refused(StatusRuntimeException refusal, long revision) {
        String message = String.valueOf(refusal.getStatus().getDescription());
        return switch (reason(refusal)) {
            case "INVALID_FIELDS" ->
                new Verdict(false, "Invalid", violations(refusal).orElse(message), revision);
            case "PATH_PREFIX_TAKEN" -> new Verdict(false, "PathPrefixTaken", message, revision);
            default -> new Verdict(false, "Refused", message, revision);
        };
    }

    /** The API's word for why. */
    static String reason(StatusRuntimeException refusal) {
        return detail(refusal, ErrorInfo.class).map(ErrorInfo::getReason).orElse("");
    }

    /** All of them, with fields as a custom resource has them. */
    private static Optional<String> violations(StatusRuntimeException refusal) {
        return detail(refusal, BadRequest.class)
                .map(request -> request.getFieldViolationsList().stream()
                        .map(found -> camel(found.getField()) + ' ' + found.getDescription())
                        .collect(Collectors.joining("; ")));
    }

    private static String camel(String field) {
        return SNAKE.matcher(field).replaceAll(match -> match.group(1).toUpperCase(Locale.ROOT));
    }

    private static <D extends Message> Optional<D> detail(StatusRuntimeException refusal, Class<D> type) {
        com.google.rpc.Status status = StatusProto.fromThrowable(refusal);
        if (status == null) {
            return Optional.empty();
        }
        try {
            for (Any any : status.getDetailsList()) {
                if (any.is(type)) {
                    return Optional.of(any.unpack(type));
                }
            }
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("an error's detail can't be read", e);
        }
        return Optional.empty();
    }
}
