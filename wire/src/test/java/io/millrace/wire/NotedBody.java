package io.millrace.wire;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes down what it hears of a body. */
class NotedBody implements BodyListener {

    final List<String> heard = new ArrayList<>();

    @Override
    public void bytes(ByteBuf bytes) {
        heard.add(bytes.toString(StandardCharsets.ISO_8859_1));
        bytes.release();
    }

    @Override
    public void chunkEnd() {
        heard.add("<chunk end>");
    }

    @Override
    public void pause() {
        heard.add("<pause>");
    }

    @Override
    public void end() {
        heard.add("<end>");
    }

    @Override
    public void broken(String reason) {
        heard.add("<broken: " + reason + ">");
    }
}
