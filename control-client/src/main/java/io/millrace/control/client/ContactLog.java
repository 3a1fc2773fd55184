package io.millrace.control.client;

import io.grpc.Status;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * What an operator reads of the way to the control plane: one line when it is lost, one for each further kind of failure while it
 * is, one when it is back. Confined to the client's thread.
 */
final class ContactLog {

    private static final Logger LOG = Logger.getLogger(ControlClient.class);

    private final Set<Status.Code> told = EnumSet.noneOf(Status.Code.class);
    private long awaySinceNanos = System.nanoTime();
    private boolean reached;

    void connected(String target, ControlView view) {
        if (!reached) {
            LOG.infof("the control plane is at %s: revision=%d", target, view.revision());
        } else {
            LOG.infof(
                    "the control plane is back at %s after %d s: revision=%d",
                    target, Duration.ofNanos(System.nanoTime() - awaySinceNanos).toSeconds(), view.revision());
        }
        reached = true;
        told.clear();
    }

    void lost(String target, Status why, Optional<ControlView> view) {
        awaySinceNanos = System.nanoTime();
        told.add(why.getCode());
        LOG.warnf("the control plane at %s is lost (%s): %s", target, words(why), known(view));
    }

    void failed(String target, Status why, Optional<ControlView> view) {
        if (told.add(why.getCode())) {
            LOG.warnf("the control plane at %s can't be used (%s): %s", target, words(why), known(view));
        }
    }

    void doesWithKept(ControlView view) {
        LOG.warnf("the control plane is away: revision %d, as it was kept on disk, is in force", view.revision());
    }

    private static String known(Optional<ControlView> view) {
        return view.map(known -> "revision " + known.revision() + " stays in force")
                .orElse("not ready until it can be, because nothing is known yet");
    }

    /** In one line; the deepest cause says most. */
    static String words(Status why) {
        StringBuilder words = new StringBuilder(why.getCode().name());
        add(words, why.getDescription());
        Throwable cause = why.getCause();
        while (cause != null && cause.getCause() != null) {
            cause = cause.getCause();
        }
        add(words, cause == null ? null : cause.getMessage());
        return words.toString();
    }

    /** Netty puts further lines behind the first. */
    private static void add(StringBuilder words, String text) {
        if (text != null && !text.isBlank()) {
            words.append(": ").append(text.lines().findFirst().orElseThrow());
        }
    }
}
