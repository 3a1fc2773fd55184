package io.millrace.control.caller;

import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import io.millrace.control.api.ApiErrors;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.security.auth.x500.X500Principal;

/** Lets a call pass whose caller is known and may make it, and has a change of theirs logged. Runs before each call. */
public final class CallerInterceptor implements ServerInterceptor {

    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final Callers callers;

    public CallerInterceptor(Callers callers) {
        this.callers = callers;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        String method = call.getMethodDescriptor().getFullMethodName();
        if (MethodRoles.ofAnybody(call.getMethodDescriptor().getServiceName())) {
            return next.startCall(call, headers);
        }
        String from = RestPeer.has(call) ? RestPeer.address(headers) : address(call);
        Optional<Caller> caller = Optional.empty();
        try {
            caller = Optional.of(
                    callers.identify(Optional.ofNullable(headers.get(AUTHORIZATION)), subject(call, headers)));
            if (!MethodRoles.may(caller.get(), method)) {
                String needed = MethodRoles.of(method).map(Role::word).orElse("that nobody has");
                throw ApiErrors.roleMissing(caller.get().name() + " has "
                        + caller.get().rolesInWords() + ", and " + method + " needs the role " + needed);
            }
        } catch (StatusRuntimeException e) {
            if (caller.isPresent() && Audit.ofChanges(method)) {
                return Refusal.of(new Audit<>(call, caller.get(), from), e);
            }
            Audit.refused(caller, from, method, e.getStatus());
            call.close(e.getStatus(), e.getTrailers());
            return new ServerCall.Listener<>() {};
        }
        return Audit.ofChanges(method)
                ? audited(call, headers, next, caller.get(), from)
                : next.startCall(call, headers);
    }

    private static <Q, A> ServerCall.Listener<Q> audited(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next, Caller caller, String from) {
        Audit<Q, A> audit = new Audit<>(call, caller, from);
        return audit.listening(next.startCall(audit, headers));
    }

    private static String address(ServerCall<?, ?> call) {
        SocketAddress address = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
        return address instanceof InetSocketAddress peer && peer.getAddress() != null
                ? peer.getAddress().getHostAddress()
                : String.valueOf(address);
    }

    private static Optional<String> subject(ServerCall<?, ?> call, Metadata headers) {
        if (RestPeer.has(call)) {
            return RestPeer.subject(headers);
        }
        SSLSession session = call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
        if (session == null) {
            return Optional.empty();
        }
        try {
            return session.getPeerPrincipal() instanceof X500Principal subject
                    ? Optional.of(subject.getName(X500Principal.RFC2253))
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty();
        }
    }
}
