package io.millrace.control.rest;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.Code;
import com.google.rpc.ErrorDetailsProto;
import com.google.rpc.Status;

/** Messages as JSON (protobuf's mapping), errors as AIP-193 has them. */
final class Json {

    private static final TypeRegistry DETAILS = TypeRegistry.newBuilder()
            .add(ErrorDetailsProto.getDescriptor().getMessageTypes())
            .build();
    private static final JsonFormat.Printer PRETTY = JsonFormat.printer().usingTypeRegistry(DETAILS);
    private static final JsonFormat.Printer LINE = PRETTY.omittingInsignificantWhitespace();

    private Json() {}

    /** For people to read, too; ends with a line feed. */
    static String pretty(Message message) {
        return print(PRETTY, message) + "\n";
    }

    /** On one line, without a line feed. */
    static String line(Message message) {
        return print(LINE, message);
    }

    /** {@code {"error": {"code": 404, "message": …, "status": "NOT_FOUND", "details": […]}}} on one line. */
    static String error(Status status, int httpStatus) {
        JsonObject error = new JsonObject();
        error.addProperty("code", httpStatus);
        error.addProperty("message", status.getMessage());
        Code code = Code.forNumber(status.getCode());
        error.addProperty("status", (code == null ? Code.UNKNOWN : code).name());
        JsonObject printed = JsonParser.parseString(line(status)).getAsJsonObject();
        if (printed.has("details")) {
            error.add("details", printed.get("details"));
        }
        JsonObject whole = new JsonObject();
        whole.add("error", error);
        return whole.toString();
    }

    private static String print(JsonFormat.Printer printer, Message message) {
        try {
            return printer.print(message);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("a message can't be told as JSON", e);
        }
    }
}
