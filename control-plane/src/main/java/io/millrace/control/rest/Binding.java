package io.millrace.control.rest;

import com.google.api.AnnotationsProto;
import com.google.api.HttpRule;
import com.google.protobuf.Descriptors;
import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import java.util.ArrayList;
import java.util.List;

/**
 * One way to call a method of the API over HTTP, as its google.api.http annotation says.
 *
 * @param verb the HTTP method
 * @param body the field of the request that the body is; {@code *} for the whole of it, empty where there is no body
 * @param method as gRPC calls it
 * @param described as its .proto file describes it
 */
record Binding(
        String verb,
        PathTemplate path,
        String body,
        MethodDescriptor<Message, Message> method,
        Descriptors.MethodDescriptor described) {

    /** The request body is the whole request. */
    static final String WHOLE = "*";

    /** The ways of a method; none where it has no annotation. */
    @SuppressWarnings("unchecked") // all messages of the API are protobuf's
    static List<Binding> of(MethodDescriptor<?, ?> method) {
        if (!(method.getSchemaDescriptor() instanceof ProtoMethodDescriptorSupplier schema)) {
            return List.of();
        }
        Descriptors.MethodDescriptor described = schema.getMethodDescriptor();
        HttpRule rule = described.getOptions().getExtension(AnnotationsProto.http);
        List<HttpRule> rules = new ArrayList<>(List.of(rule));
        rules.addAll(rule.getAdditionalBindingsList());
        return rules.stream()
                .filter(one -> one.getPatternCase() != HttpRule.PatternCase.PATTERN_NOT_SET)
                .map(one -> new Binding(
                        verb(one),
                        new PathTemplate(path(one)),
                        one.getBody(),
                        (MethodDescriptor<Message, Message>) method,
                        described))
                .toList();
    }

    Message.Builder newRequest() {
        return prototype(method.getRequestMarshaller()).newBuilderForType();
    }

    boolean streams() {
        return method.getType() == MethodType.SERVER_STREAMING;
    }

    private static Message prototype(MethodDescriptor.Marshaller<Message> marshaller) {
        return (Message) ((PrototypeMarshaller<?>) marshaller).getMessagePrototype();
    }

    private static String verb(HttpRule rule) {
        return switch (rule.getPatternCase()) {
            case GET -> "GET";
            case PUT -> "PUT";
            case POST -> "POST";
            case DELETE -> "DELETE";
            case PATCH -> "PATCH";
            case CUSTOM -> rule.getCustom().getKind();
            case PATTERN_NOT_SET -> throw new IllegalArgumentException("a rule without a path");
        };
    }

    private static String path(HttpRule rule) {
        return switch (rule.getPatternCase()) {
            case GET -> rule.getGet();
            case PUT -> rule.getPut();
            case POST -> rule.getPost();
            case DELETE -> rule.getDelete();
            case PATCH -> rule.getPatch();
            case CUSTOM -> rule.getCustom().getPath();
            case PATTERN_NOT_SET -> throw new IllegalArgumentException("a rule without a path");
        };
    }
}
