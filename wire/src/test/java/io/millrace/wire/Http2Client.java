package io.millrace.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** A client of HTTP/2 over a socket, frame by frame. It opens the windows of the streams that it is told to read. */
final class Http2Client implements AutoCloseable {

    private static final int FRAME_BYTES = 16_000;
    private static final int FIRST_WINDOW_BYTES = 65_535;

    private final Socket socket;
    private final DataInputStream in;
    private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder();
    private final List<Http2Bytes.Frame2> frames = new ArrayList<>();
    private final Map<Integer, Http2Headers> heads = new HashMap<>();
    private final Set<Integer> read = new HashSet<>();
    /** What may be sent, for each stream that has had something, and for all under 0. */
    private final Map<Integer, Integer> windows = new HashMap<>(Map.of(0, FIRST_WINDOW_BYTES));

    private int firstWindow = FIRST_WINDOW_BYTES;

    Http2Client(Socket socket) {
        this.socket = socket;
        try {
            this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // Streams wait for their own windows only.
        send(Http2Bytes.PREFACE + Http2Bytes.window(0, 1 << 30));
    }

    Http2Client send(String bytes) {
        try {
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Sends a body and its end, as the server's windows allow. */
    void sendBody(int stream, String body) {
        until(frame -> frame.type() == Http2Bytes.SETTINGS && (frame.flags() & Http2Bytes.ACK) == 0);
        int at = 0;
        while (at < body.length()) {
            int window = Math.min(windows.get(0), windows.computeIfAbsent(stream, first -> firstWindow));
            int bytes = Math.min(Math.min(window, FRAME_BYTES), body.length() - at);
            if (bytes <= 0) {
                until(frame -> frame.type() == Http2Bytes.WINDOW);
                continue;
            }
            send(Http2Bytes.frame(Http2Bytes.DATA, 0, stream, body.substring(at, at + bytes)));
            at += bytes;
            windows.merge(0, -bytes, Integer::sum);
            windows.merge(stream, -bytes, Integer::sum);
        }
        send(Http2Bytes.frame(Http2Bytes.DATA, Http2Bytes.END_STREAM, stream, ""));
    }

    /** Takes what comes on a stream, so that more may come. */
    Http2Client read(int stream) {
        read.add(stream);
        return this;
    }

    /** Waits for a frame; null where the connection ends without it. */
    Http2Bytes.Frame2 until(Predicate<Http2Bytes.Frame2> wanted) {
        Http2Bytes.Frame2 frame = next();
        while (frame != null && !wanted.test(frame)) {
            frame = next();
        }
        return frame;
    }

    /** The whole answer on a stream, without its head. */
    String answer(int stream) {
        read(stream);
        if (frames.stream().noneMatch(frame -> frame.ends(stream))) {
            until(frame -> frame.ends(stream) || frame.is(Http2Bytes.RESET, stream));
        }
        StringBuilder data = new StringBuilder();
        frames.stream()
                .filter(frame -> frame.is(Http2Bytes.DATA, stream))
                .forEach(frame -> data.append(frame.payload()));
        return data.toString();
    }

    /** The status that has come on a stream. */
    String status(int stream) {
        return String.valueOf(heads.get(stream).status());
    }

    private Http2Bytes.Frame2 next() {
        try {
            int length = (in.readUnsignedShort() << 8) + in.readUnsignedByte();
            int type = in.readUnsignedByte();
            int flags = in.readUnsignedByte();
            int stream = in.readInt();
            String payload = new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
            Http2Bytes.Frame2 frame = new Http2Bytes.Frame2(type, flags, stream, payload);
            frames.add(frame);
            note(frame);
            return frame;
        } catch (EOFException | SocketException e) {
            return null;
        } catch (IOException | Http2Exception e) {
            throw new IllegalStateException("behind " + frames, e);
        }
    }

    private void note(Http2Bytes.Frame2 frame) throws Http2Exception {
        switch (frame.type()) {
            case Http2Bytes.HEADERS -> {
                ByteBuf block = Unpooled.copiedBuffer(frame.payload(), StandardCharsets.ISO_8859_1);
                heads.put(frame.stream(), decoder.decodeHeaders(frame.stream(), block));
                block.release();
            }
            case Http2Bytes.DATA -> {
                int bytes = frame.payload().length();
                if (read.contains(frame.stream()) && bytes > 0 && !frame.ends(frame.stream())) {
                    send(Http2Bytes.window(frame.stream(), bytes));
                }
            }
            case Http2Bytes.WINDOW -> {
                windows.putIfAbsent(frame.stream(), firstWindow);
                windows.merge(frame.stream(), Http2Bytes.number(frame.payload(), 0), Integer::sum);
            }
            case Http2Bytes.SETTINGS -> {
                if ((frame.flags() & Http2Bytes.ACK) == 0) {
                    send(Http2Bytes.frame(Http2Bytes.SETTINGS, Http2Bytes.ACK, 0, ""));
                }
                for (int at = 0; at < frame.payload().length(); at += 6) {
                    if (frame.payload().charAt(at + 1) == 4) {
                        firstWindow = Http2Bytes.number(frame.payload(), at + 2);
                    }
                }
            }
            default -> {}
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
