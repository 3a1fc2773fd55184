package io.millrace.conformance;

import io.millrace.conformance.Request.Service;
import java.util.List;

/** One line of a case. What is sent and heard belongs to a call, which has a name in the case. */
sealed interface Step {

    /** An object that is uploaded before the case begins. */
    record Given(String name, String content) implements Step {}

    /** A request, on a new connection where the call has none yet. */
    record Send(String call, Request request) implements Step {}

    /** A connection on which nothing is sent yet. */
    record Connect(String call, Service service) implements Step {}

    /** A line as it is, with CRLF. */
    record RawLine(String call, String line) implements Step {}

    record SendData(String call, String text) implements Step {}

    record SendEnd(String call) implements Step {}

    record HangUp(String call) implements Step {}

    /** The head of an answer. */
    record HearHead(String call, List<Integer> statuses) implements Step {}

    /** An answer 4xx, a reset stream or a closed connection: whatever fits the version of HTTP. */
    record HearRefusal(String call) implements Step {}

    /** A line of the head that was heard last. */
    record HearHeader(String call, HeaderCheck check) implements Step {}

    /** One chunk or frame, with these bytes and no others. */
    record HearChunk(String call, String text) implements Step {}

    /** The whole rest of the body and its proper end. */
    record HearBody(String call, String expected) implements Step {}

    record HearEnd(String call) implements Step {}

    record HearCutOff(String call) implements Step {}

    record HearClose(String call) implements Step {}

    /** Asks again and again, until the status, and the body unless it is null, are so. */
    record Until(Request request, int status, String body) implements Step {}
}
