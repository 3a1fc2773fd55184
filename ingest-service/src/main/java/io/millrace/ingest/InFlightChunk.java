package io.millrace.ingest;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.List;

/** One chunk made of its pieces, which are not copied; in flight until the last reference to it is given back. */
final class InFlightChunk extends CompositeByteBuf {

    private final InFlightBytes inFlight;
    private final int bytes;

    /**
     * @param inFlight has counted the pieces already
     * @param pieces taken over; at least one
     */
    InFlightChunk(InFlightBytes inFlight, List<ByteBuf> pieces) {
        super(UnpooledByteBufAllocator.DEFAULT, false, pieces.size());
        pieces.forEach(piece -> addComponent(true, piece));
        this.inFlight = inFlight;
        this.bytes = readableBytes();
    }

    @Override
    protected void deallocate() {
        super.deallocate();
        inFlight.remove(bytes);
    }
}
