package io.millrace.shaper.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultEventLoop;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of responses that share a connection. */
class LossyPathTest {

    private static final long ROUND_TRIP = TimeUnit.MILLISECONDS.toNanos(10);

    private final DefaultEventLoop loop = new DefaultEventLoop();
    private final LossyPath path = new LossyPath(loop, System::nanoTime, new SplittableRandom(1));

    /** Leaves when something has come through. */
    private final class Leaving implements LossyPath.Traveller {

        private int received;

        @Override
        public void through(ByteBuf bytes) {
            received += bytes.readableBytes();
            bytes.release();
            path.leave(this);
        }

        @Override
        public void room() {}
    }

    @AfterEach
    void stop() {
        loop.shutdownGracefully(0, 0, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Test
    void theLastResponseMayEndInFrontOfBytesThatAreForNobody() {
        ByteBuf unwanted = Unpooled.buffer().writeZero(100);
        int received = loop.submit(() -> {
                    Leaving last = new Leaving();
                    Leaving gone = new Leaving();
                    path.network(1, ROUND_TRIP);
                    path.send(last, Unpooled.buffer().writeZero(100));
                    path.send(gone, unwanted);
                    path.leave(gone);
                    path.network(0, ROUND_TRIP);
                    return last.received;
                })
                .syncUninterruptibly()
                .getNow();
        assertEquals(100, received);
        assertEquals(0, unwanted.refCnt());
    }
}
