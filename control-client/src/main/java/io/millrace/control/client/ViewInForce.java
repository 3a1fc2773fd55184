package io.millrace.control.client;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** The view that the data plane goes by, and who is told when it changes. Set by the client's thread, read by any. */
final class ViewInForce {

    private static final Logger LOG = Logger.getLogger(ControlClient.class);

    private final List<Consumer<ControlView>> listeners = new CopyOnWriteArrayList<>();
    private volatile Optional<ControlView> current = Optional.empty();

    Optional<ControlView> current() {
        return current;
    }

    /** The same but for its revision. */
    void confirm(ControlView view) {
        current = Optional.of(view);
    }

    /** Another one. */
    void change(ControlView view) {
        current = Optional.of(view);
        listeners.forEach(listener -> tell(listener, view));
    }

    /** On the client's thread, so that the listener misses none and is told of each in its order. */
    void add(Consumer<ControlView> listener) {
        listeners.add(listener);
        current.ifPresent(view -> tell(listener, view));
    }

    void remove(Consumer<ControlView> listener) {
        listeners.remove(listener);
    }

    /** The fault of one must not keep the others from being told. */
    private static void tell(Consumer<ControlView> listener, ControlView view) {
        try {
            listener.accept(view);
        } catch (RuntimeException e) {
            LOG.errorf(e, "a change of the control plane was not taken in: revision=%d", view.revision());
        }
    }
}
