package io.millrace.wire;

import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;

/** Netty's encoder of responses, which is told of HEAD: the answer has the headers of GET's and no body. */
final class ResponseEncoder extends HttpResponseEncoder {

    private boolean head;

    /** Of the request that is answered next. */
    void answersHead(boolean isHead) {
        head = isHead;
    }

    @Override
    protected boolean isContentAlwaysEmpty(HttpResponse response) {
        return head || super.isContentAlwaysEmpty(response);
    }
}
