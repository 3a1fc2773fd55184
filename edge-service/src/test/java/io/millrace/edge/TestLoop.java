package io.millrace.edge;

import io.netty.channel.EventLoop;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

/** An event loop that only keeps its tasks, so that they can be counted and run when a test wants it. */
final class TestLoop {

    final List<Runnable> tasks = new ArrayList<>();

    /** Whether the test takes the part of the loop's own thread. */
    boolean inLoop;

    @SuppressWarnings("ReferenceEquality") // what a proxy's own equality has to be
    final EventLoop loop = (EventLoop) Proxy.newProxyInstance(
            TestLoop.class.getClassLoader(), new Class<?>[] {EventLoop.class}, (proxy, method, arguments) -> {
                return switch (method.getName()) {
                    case "execute" -> {
                        tasks.add((Runnable) arguments[0]);
                        yield null;
                    }
                    case "inEventLoop" -> inLoop;
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "equals" -> proxy == arguments[0];
                    default -> throw new UnsupportedOperationException(method.getName());
                };
            });

    void runAll() {
        List<Runnable> now = List.copyOf(tasks);
        tasks.clear();
        now.forEach(Runnable::run);
    }
}
