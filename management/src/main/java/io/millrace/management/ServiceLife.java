package io.millrace.management;

import io.millrace.management.ManagedService.Phase;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * The life of one service: what it is made of and what it is doing, from its start to the end of its stop. Moved by who
 * starts and stops the service, asked by any thread.
 */
public final class ServiceLife {

    private static final Logger LOG = Logger.getLogger(ServiceLife.class);

    private final String name;
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.STARTING);
    private final List<BooleanSupplier> needs = new CopyOnWriteArrayList<>();
    private final List<Detail> details = new CopyOnWriteArrayList<>();
    /** What runs; the newest is first. */
    private final Deque<AutoCloseable> parts = new ConcurrentLinkedDeque<>();

    private record Detail(String name, Supplier<String> words) {}

    /** @param name one word, such as {@code ingest} */
    public ServiceLife(String name) {
        this.name = name;
    }

    /** What a stop closes; the newest first. */
    public <T extends AutoCloseable> T owns(T part) {
        parts.push(part);
        return part;
    }

    /**
     * As {@link #owns}, of a part that the service can't serve without: it waits until it is there.
     *
     * @param detail the part's name, for {@link #tells}
     * @param there asked by any thread; must not block
     */
    public void needs(AutoCloseable part, BooleanSupplier there, String detail, Supplier<String> words) {
        parts.push(part);
        needs.add(there);
        tells(detail, words);
    }

    /** What else an operator wants to know at once, without secrets. Asked by any thread; must not block. */
    public void tells(String detail, Supplier<String> words) {
        details.add(new Detail(detail, words));
    }

    /** Its port is open. */
    public void listens() {
        phase.compareAndSet(Phase.STARTING, Phase.LISTENING);
    }

    /** Not ready from now on; closes what it is made of, which may take as long as a drain does. */
    public void stop() {
        phase.set(Phase.STOPPING);
        for (AutoCloseable part = parts.poll(); part != null; part = parts.poll()) {
            try {
                part.close();
            } catch (Exception e) {
                LOG.errorf(e, "a part did not stop in order: service=%s", name);
            }
        }
    }

    /** One word. */
    public String name() {
        return name;
    }

    /** What it is doing now. */
    public Phase phase() {
        Phase now = phase.get();
        return now == Phase.LISTENING && !needs.stream().allMatch(BooleanSupplier::getAsBoolean) ? Phase.WAITING : now;
    }

    /** What else there is to know, by short names. */
    public Map<String, String> details() {
        Map<String, String> told = new LinkedHashMap<>();
        details.forEach(detail -> told.put(detail.name(), detail.words().get()));
        return told;
    }
}
