package io.millrace.edge;

import io.millrace.control.client.ControlView;
import java.util.function.Consumer;

/** Where an edge learns of channels: the client of the control plane, as far as an edge needs it. */
@FunctionalInterface
public interface ChannelFeed {

    /**
     * Has a listener told of the present view, if there is one, and of each later one; by one thread at a time.
     *
     * @return what ends that
     */
    AutoCloseable onChange(Consumer<ControlView> listener);
}
