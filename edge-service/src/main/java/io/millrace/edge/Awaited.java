package io.millrace.edge;

import io.millrace.wire.Exchange;
import java.util.function.BooleanSupplier;

/**
 * A request that waits until an object is as far as it needs, before anything is answered. Owned by the event loop of
 * its exchange; ends when the object is there or the client is not.
 */
final class Awaited implements LoopReaders.Waiting {

    private final Exchange exchange;
    private final LiveObject object;
    private final BooleanSupplier there;
    private final Runnable goOn;
    private final LoopReaders fellows;
    private boolean over;

    /**
     * @param object with a reference that passes to {@code goOn}, or is given back where that is never called
     * @param there asked again whenever the object has grown or ended
     */
    Awaited(Exchange exchange, LiveObject object, BooleanSupplier there, Runnable goOn) {
        this.exchange = exchange;
        this.object = object;
        this.there = there;
        this.goOn = goOn;
        this.fellows = object.readersOn(exchange.eventLoop());
    }

    void start() {
        exchange.onClosed(this::letGo);
        advance();
    }

    @Override
    public void advance() {
        if (over) {
            return;
        }
        if (there.getAsBoolean()) {
            over = true;
            goOn.run();
        } else {
            fellows.await(this);
        }
    }

    @Override
    public void fail() {
        exchange.cutOff();
        letGo();
    }

    private void letGo() {
        if (!over) {
            over = true;
            object.release();
        }
    }
}
