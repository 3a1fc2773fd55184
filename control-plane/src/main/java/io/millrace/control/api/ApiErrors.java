package io.millrace.control.api;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.google.protobuf.util.Durations;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.PreconditionFailure;
import com.google.rpc.ResourceInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.millrace.checks.Names;
import io.millrace.checks.Violations;
import io.millrace.control.store.Outcome;
import io.millrace.control.store.StoreUnavailableException;
import org.jboss.logging.Logger;

/** The API's errors, each with the details that a program needs (google.rpc.Status). */
public final class ApiErrors {

    /** Of every ErrorInfo. */
    public static final String DOMAIN = "millrace";

    private static final Logger LOG = Logger.getLogger(ApiErrors.class);
    private static final long RETRY_SECONDS = 1;

    private ApiErrors() {}

    /**
     * Ends the call if anything is wrong.
     *
     * @throws StatusRuntimeException INVALID_ARGUMENT then
     */
    public static void check(Violations violations) {
        if (!violations.isEmpty()) {
            throw invalid(violations);
        }
    }

    /**
     * Ends the call if a name is none of these.
     *
     * @param pattern with {@code *} for each id: {@code channels/*}
     * @throws StatusRuntimeException INVALID_ARGUMENT then
     */
    public static void checkName(String field, String name, String pattern) {
        Violations violations = new Violations();
        Names.check(violations, field, name, pattern);
        check(violations);
    }

    public static StatusRuntimeException invalid(Violations violations) {
        return error(Code.INVALID_ARGUMENT, "INVALID_FIELDS", violations.toString(), violations.detail());
    }

    public static StatusRuntimeException notFound(String name) {
        return error(Code.NOT_FOUND, "NOT_FOUND", name + " is not there", resource(name, "it is not there"));
    }

    /** A resource is no longer what the caller has read. */
    public static StatusRuntimeException etagMismatch(String name) {
        String what = "its etag is another one: it was changed since it was read";
        return error(Code.ABORTED, "ETAG_MISMATCH", name + ": " + what, failure("ETAG_MISMATCH", name, what));
    }

    /**
     * The state of a resource does not allow the call.
     *
     * @param reason one word in capitals
     * @param name the resource
     */
    public static StatusRuntimeException precondition(String reason, String name, String what) {
        return error(Code.FAILED_PRECONDITION, reason, name + ": " + what, failure(reason, name, what));
    }

    public static StatusRuntimeException unavailable(String message) {
        RetryInfo retry = RetryInfo.newBuilder()
                .setRetryDelay(Durations.fromSeconds(RETRY_SECONDS))
                .build();
        return error(Code.UNAVAILABLE, "STORE_AWAY", message, retry);
    }

    /** Nobody is known by what the call told. */
    public static StatusRuntimeException unauthenticated(String reason, String message) {
        return error(Code.UNAUTHENTICATED, reason, message);
    }

    public static StatusRuntimeException roleMissing(String message) {
        return error(Code.PERMISSION_DENIED, "ROLE_MISSING", message);
    }

    /** Why a change was not made; a change of which it is known that it was is no error. */
    public static StatusRuntimeException refused(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Exists(String name) ->
                error(Code.ALREADY_EXISTS, "ALREADY_EXISTS", name + " is there already", resource(name, "it is there"));
            case Outcome.Missing(String name) -> notFound(name);
            case Outcome.Lacks(String name) ->
                switch (name.substring(0, name.indexOf('/'))) {
                    case "rules" -> precondition("NO_RULE", name, "it is not there");
                    case "tags" -> precondition("NO_TAG", name, "it is not there");
                    default -> notFound(name);
                };
            case Outcome.Stale(String name) -> etagMismatch(name);
            case Outcome.Taken(String owner) ->
                error(
                        Code.ALREADY_EXISTS,
                        "PATH_PREFIX_TAKEN",
                        "the path prefix is that of " + owner,
                        resource(owner, "it has the path prefix"));
            case Outcome.Used(String name) -> precondition("IN_USE", name, "a tag names it");
            case Outcome.Full(String collection) ->
                precondition("TOO_MANY", collection, "there are as many as there may be: delete some");
            case Outcome.Done(long revision) ->
                throw new IllegalArgumentException("revision " + revision + " was no refusal");
        };
    }

    /** What a call ends with that failed for any reason; what is a fault of ours is logged and not told. */
    public static StatusRuntimeException fault(Throwable failure) {
        return switch (failure) {
            case StatusRuntimeException known -> known;
            case StoreUnavailableException away -> unavailable(away.getMessage());
            default -> {
                LOG.error("a call failed by a fault of the control plane", failure);
                yield error(Code.INTERNAL, "FAULT", "a fault of the control plane; its log tells which");
            }
        };
    }

    private static ResourceInfo resource(String name, String what) {
        return ResourceInfo.newBuilder()
                .setResourceName(name)
                .setResourceType("millrace")
                .setDescription(what)
                .build();
    }

    private static PreconditionFailure failure(String reason, String name, String what) {
        return PreconditionFailure.newBuilder()
                .addViolations(PreconditionFailure.Violation.newBuilder()
                        .setType(reason)
                        .setSubject(name)
                        .setDescription(what))
                .build();
    }

    private static StatusRuntimeException error(Code code, String reason, String message, Message... details) {
        Status.Builder status = Status.newBuilder()
                .setCode(code.getNumber())
                .setMessage(message)
                .addDetails(Any.pack(ErrorInfo.newBuilder()
                        .setReason(reason)
                        .setDomain(DOMAIN)
                        .build()));
        for (Message detail : details) {
            status.addDetails(Any.pack(detail));
        }
        return StatusProto.toStatusRuntimeException(status.build());
    }
}
