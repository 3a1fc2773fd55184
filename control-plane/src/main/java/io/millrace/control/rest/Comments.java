package io.millrace.control.rest;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.DescriptorProtos.SourceCodeInfo.Location;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.GenericDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The comments of the .proto files, which the build keeps beside the classes. Immutable. */
public final class Comments {

    private static final String FILE = "/millrace/descriptors.binpb";

    private final Map<String, String> byName = new HashMap<>();

    private Comments() {}

    /** Reads them. */
    public static Comments load() {
        Comments comments = new Comments();
        try (InputStream in = FileDescriptor.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException("the build has not put " + FILE + " on the class path");
            }
            FileDescriptorSet.parseFrom(in).getFileList().forEach(comments::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return comments;
    }

    /** What is said of a message, field, enum, value, service or method; empty where nothing is. */
    public String of(GenericDescriptor described) {
        return byName.getOrDefault(described.getFullName(), "");
    }

    private void add(FileDescriptorProto file) {
        Map<List<Integer>, String> byPath = new HashMap<>();
        for (Location location : file.getSourceCodeInfo().getLocationList()) {
            if (location.hasLeadingComments()) {
                byPath.put(location.getPathList(), plain(location.getLeadingComments()));
            }
        }
        String scope = file.getPackage();
        for (int i = 0; i < file.getMessageTypeCount(); i++) {
            add(file.getMessageType(i), scope, List.of(FileDescriptorProto.MESSAGE_TYPE_FIELD_NUMBER, i), byPath);
        }
        for (int i = 0; i < file.getEnumTypeCount(); i++) {
            add(file.getEnumType(i), scope, List.of(FileDescriptorProto.ENUM_TYPE_FIELD_NUMBER, i), byPath);
        }
        for (int i = 0; i < file.getServiceCount(); i++) {
            add(file.getService(i), scope, List.of(FileDescriptorProto.SERVICE_FIELD_NUMBER, i), byPath);
        }
    }

    private void add(DescriptorProto message, String scope, List<Integer> path, Map<List<Integer>, String> byPath) {
        String name = put(scope, message.getName(), path, byPath);
        for (int i = 0; i < message.getFieldCount(); i++) {
            put(name, message.getField(i).getName(), below(path, DescriptorProto.FIELD_FIELD_NUMBER, i), byPath);
        }
        for (int i = 0; i < message.getNestedTypeCount(); i++) {
            add(message.getNestedType(i), name, below(path, DescriptorProto.NESTED_TYPE_FIELD_NUMBER, i), byPath);
        }
        for (int i = 0; i < message.getEnumTypeCount(); i++) {
            add(message.getEnumType(i), name, below(path, DescriptorProto.ENUM_TYPE_FIELD_NUMBER, i), byPath);
        }
    }

    private void add(EnumDescriptorProto kind, String scope, List<Integer> path, Map<List<Integer>, String> byPath) {
        put(scope, kind.getName(), path, byPath);
        for (int i = 0; i < kind.getValueCount(); i++) {
            // The full name of a value has the scope of its enum, not the enum.
            put(scope, kind.getValue(i).getName(), below(path, EnumDescriptorProto.VALUE_FIELD_NUMBER, i), byPath);
        }
    }

    private void add(
            ServiceDescriptorProto service, String scope, List<Integer> path, Map<List<Integer>, String> byPath) {
        String name = put(scope, service.getName(), path, byPath);
        for (int i = 0; i < service.getMethodCount(); i++) {
            put(
                    name,
                    service.getMethod(i).getName(),
                    below(path, ServiceDescriptorProto.METHOD_FIELD_NUMBER, i),
                    byPath);
        }
    }

    private String put(String scope, String name, List<Integer> path, Map<List<Integer>, String> byPath) {
        String fullName = scope + '.' + name;
        byName.put(fullName, byPath.getOrDefault(path, ""));
        return fullName;
    }

    private static List<Integer> below(List<Integer> path, int field, int index) {
        List<Integer> below = new ArrayList<>(path);
        below.add(field);
        below.add(index);
        return List.copyOf(below);
    }

    /** Without the space that comments begin their lines with; an empty line begins a paragraph. */
    private static String plain(String comment) {
        return comment.lines()
                .map(line -> line.startsWith(" ") ? line.substring(1) : line)
                .reduce((text, line) -> text + "\n" + line)
                .orElse("")
                .strip();
    }
}
