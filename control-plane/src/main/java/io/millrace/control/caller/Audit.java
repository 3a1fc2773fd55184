package io.millrace.control.caller;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.OptionalLong;
import org.jboss.logging.Logger;

/**
 * One call that changes something, which ends with one line in the log of category {@code millrace.audit}: who, with which
 * role, from where, what, of which resource, to which revision, with which result. Names only: never a field that a secret may be in.
 */
final class Audit<Q, A> extends SimpleForwardingServerCall<Q, A> {

    private static final Logger LOG = Logger.getLogger("millrace.audit");

    private final JsonObject line;

    Audit(ServerCall<Q, A> call, Caller caller, String from) {
        super(call);
        this.line = line(Optional.of(caller), from, call.getMethodDescriptor().getFullMethodName());
    }

    /** Whether calls of a method change something that people decide; what services report is not. */
    static boolean ofChanges(String method) {
        return MethodRoles.of(method)
                .filter(role -> role == Role.OPERATOR || role == Role.ADMIN)
                .isPresent();
    }

    /** A call that did not pass. */
    static void refused(Optional<Caller> caller, String from, String method, Status status) {
        LOG.info(line(caller, from, method).put("result", status.getCode().name()));
    }

    /** A change that the control plane has made by itself. */
    static void made(Caller caller, String from, String method, String resource, OptionalLong revision) {
        JsonObject line = line(Optional.of(caller), from, method).put("resource", resource);
        revision.ifPresent(known -> line.put("revision", known));
        LOG.info(line.put("result", Status.Code.OK.name()));
    }

    /** What hears of the request. */
    ServerCall.Listener<Q> listening(ServerCall.Listener<Q> listener) {
        return new SimpleForwardingServerCallListener<>(listener) {
            @Override
            public void onMessage(Q request) {
                line.put("resource", resource((Message) request));
                super.onMessage(request);
            }
        };
    }

    @Override
    public void sendMessage(A response) {
        Message changed = changed((Message) response);
        FieldDescriptor revision = changed.getDescriptorForType().findFieldByName("revision");
        if (revision != null) {
            line.put("resource", text(changed, "name").orElse(line.getString("resource")));
            line.put("revision", changed.getField(revision));
        }
        super.sendMessage(response);
    }

    @Override
    public void close(Status status, Metadata trailers) {
        LOG.info(line.put("result", status.getCode().name()));
        super.close(status, trailers);
    }

    private static JsonObject line(Optional<Caller> caller, String from, String method) {
        return new JsonObject()
                .put("caller", caller.map(Caller::name).orElse(null))
                .put("role", caller.map(Caller::rolesInWords).orElse(null))
                .put("from", from)
                .put("method", method.substring(method.lastIndexOf('.') + 1));
    }

    /** The resource that a request is about: it names it, has it in a field, or says where a new one is to be. */
    private static String resource(Message request) {
        return text(request, "name")
                .or(() -> request.getAllFields().values().stream()
                        .filter(Message.class::isInstance)
                        .flatMap(inner -> text((Message) inner, "name").stream())
                        .findFirst())
                .or(() -> text(request, "parent"))
                .or(() -> id(request))
                .orElse("");
    }

    /** Of a resource that is to be created. */
    private static Optional<String> id(Message request) {
        return request.getDescriptorForType().getFields().stream()
                .filter(field -> field.getName().endsWith("_id"))
                .flatMap(field -> text(request, field.getName()).stream())
                .findFirst();
    }

    /** The resource in a response: the response itself, or its first field. */
    private static Message changed(Message response) {
        if (response.getDescriptorForType().findFieldByName("revision") != null) {
            return response;
        }
        return response.getAllFields().values().stream()
                .filter(Message.class::isInstance)
                .map(Message.class::cast)
                .findFirst()
                .orElse(response);
    }

    private static Optional<String> text(Message message, String field) {
        FieldDescriptor found = message.getDescriptorForType().findFieldByName(field);
        return found == null || found.getJavaType() != FieldDescriptor.JavaType.STRING
                ? Optional.empty()
                : Optional.of((String) message.getField(found)).filter(text -> !text.isEmpty());
    }
}
