package io.millrace.control;

import static io.millrace.control.Replicas.assertFails;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status.Code;
import io.grpc.stub.StreamObserver;
import io.millrace.proto.control.v1.CreateSessionRequest;
import io.millrace.proto.control.v1.DeleteSessionRequest;
import io.millrace.proto.control.v1.Session;
import io.millrace.proto.control.v1.SessionServiceGrpc;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How many sessions there may be. */
final class SessionsLimitTest {

    @RegisterExtension
    static final Replicas REPLICAS = new Replicas(Map.of());

    private static final int MOST = 10_000;
    private static final int AT_ONCE = 64;
    private static final int BOUND_SECONDS = 300;

    @Test
    void thereAreTenThousandSessionsAtTheMost() throws InterruptedException {
        var calls = SessionServiceGrpc.newStub(REPLICAS.channel());
        Semaphore room = new Semaphore(AT_ONCE);
        AtomicInteger made = new AtomicInteger();
        for (int i = 0; i < MOST; i++) {
            assertTrue(room.tryAcquire(BOUND_SECONDS, TimeUnit.SECONDS));
            calls.createSession(request("s" + i), new Counting(made, room));
        }
        assertTrue(room.tryAcquire(AT_ONCE, BOUND_SECONDS, TimeUnit.SECONDS));
        assertEquals(MOST, made.get());
        var sessions = SessionServiceGrpc.newBlockingStub(REPLICAS.channel());

        assertFails(Code.FAILED_PRECONDITION, "TOO_MANY", () -> sessions.createSession(request("one-more")));
        sessions.deleteSession(
                DeleteSessionRequest.newBuilder().setName("sessions/s0").build());
        assertEquals(
                "sessions/one-more", sessions.createSession(request("one-more")).getName());
    }

    private static CreateSessionRequest request(String id) {
        return CreateSessionRequest.newBuilder()
                .setSessionId(id)
                .setSession(Session.getDefaultInstance())
                .build();
    }

    private record Counting(AtomicInteger made, Semaphore room) implements StreamObserver<Session> {

        @Override
        public void onNext(Session session) {
            made.incrementAndGet();
        }

        @Override
        public void onError(Throwable failure) {
            room.release();
        }

        @Override
        public void onCompleted() {
            room.release();
        }
    }
}
