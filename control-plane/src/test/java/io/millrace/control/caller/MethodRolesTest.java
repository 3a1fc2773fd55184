package io.millrace.control.caller;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import io.millrace.proto.control.v1.ChannelServiceGrpc;
import io.millrace.proto.control.v1.ConfigServiceGrpc;
import io.millrace.proto.control.v1.KeyServiceGrpc;
import io.millrace.proto.control.v1.LiveServiceGrpc;
import io.millrace.proto.control.v1.PlaybackServiceGrpc;
import io.millrace.proto.control.v1.RouteServiceGrpc;
import io.millrace.proto.control.v1.RuleServiceGrpc;
import io.millrace.proto.control.v1.SessionServiceGrpc;
import io.millrace.proto.control.v1.TagServiceGrpc;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MethodRolesTest {

    static Stream<String> methods() {
        return Stream.of(
                        ChannelServiceGrpc.getServiceDescriptor(),
                        ConfigServiceGrpc.getServiceDescriptor(),
                        KeyServiceGrpc.getServiceDescriptor(),
                        LiveServiceGrpc.getServiceDescriptor(),
                        PlaybackServiceGrpc.getServiceDescriptor(),
                        RouteServiceGrpc.getServiceDescriptor(),
                        RuleServiceGrpc.getServiceDescriptor(),
                        TagServiceGrpc.getServiceDescriptor(),
                        SessionServiceGrpc.getServiceDescriptor())
                .map(ServiceDescriptor::getMethods)
                .flatMap(methods -> methods.stream().map(MethodDescriptor::getFullMethodName));
    }

    @ParameterizedTest
    @MethodSource("methods")
    void everyMethodOfTheApiNeedsARole(String method) {
        assertTrue(MethodRoles.of(method).isPresent());
    }
}
