package io.millrace.wire;

import io.netty.buffer.ByteBuf;

/**
 * The body of a request on its way to whoever listens, who may come late. Owned by the event loop of its exchange; ends
 * with the body, or with the answer where nobody has listened by then.
 */
final class RequestBody {

    private final Transport transport;
    private final EarlyBody early = new EarlyBody();
    /** Null until somebody listens. */
    private BodyListener listener;

    private boolean wanted = true;
    /** A body that nobody has asked for will not be asked for. */
    private boolean answered;

    RequestBody(Transport transport) {
        this.transport = transport;
    }

    /** Hands on what is there, and then what comes. */
    void receive(BodyListener newcomer) {
        // Reading goes on behind what came early: it may hand further bytes on at once.
        if (!early.isEmpty()) {
            if (early.handTo(newcomer)) {
                return;
            }
            newcomer.pause();
        }
        listener = newcomer;
        if (!answered) {
            transport.setReading(wanted);
        }
    }

    void setReading(boolean reading) {
        wanted = reading;
        if (listener != null) {
            transport.setReading(reading);
        }
    }

    void answered() {
        answered = true;
        early.release();
    }

    void bytes(ByteBuf bytes) {
        if (listener != null) {
            listener.bytes(bytes);
        } else if (answered) {
            bytes.release();
        } else {
            early.bytes(bytes);
            transport.setReading(false);
        }
    }

    void chunkEnd() {
        if (listener != null) {
            listener.chunkEnd();
        } else if (!early.isEmpty()) {
            early.chunkEnd();
        }
    }

    void pause() {
        if (listener != null) {
            listener.pause();
        }
    }

    void end() {
        if (listener != null) {
            listener.end();
        } else if (!answered) {
            early.end();
        }
    }

    void broken(String reason) {
        if (listener != null) {
            listener.broken(reason);
        } else if (!answered) {
            early.broken(reason);
        }
    }
}
