package io.millrace.control.client;

import io.millrace.proto.control.v1.ConfigChange;
import io.millrace.proto.control.v1.ConfigItem;
import io.millrace.proto.control.v1.SnapshotPart;
import io.millrace.proto.control.v1.WatchResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the messages of watches, one after the other, make known. It decides what is put to use: a snapshot when its last part
 * is there, a change as a whole, and what was kept on disk only when the control plane has gone on from it, or when somebody
 * decides to do without. Confined to one thread.
 */
final class WatchedConfig {

    /** What watches go on from; it may not be in force yet. */
    private Optional<ControlView> base;

    private Optional<ControlView> inForce = Optional.empty();

    /** Items of a snapshot that is not complete; null while there is none. */
    private List<ConfigItem> parts;

    /** Whether the next watch asks for everything. */
    private boolean startOver;

    /** What a message has brought. */
    enum Brought {
        /** It is a part of something that is not complete. */
        PART,
        /** The control plane is there, and nothing has changed. */
        NOTHING_NEW,
        /** What is in force has changed. */
        CHANGE,
        /** What is in force was replaced by a snapshot. */
        SNAPSHOT
    }

    /** @param kept what an earlier process has known */
    WatchedConfig(Optional<ControlView> kept) {
        this.base = kept;
    }

    /** What is in force. */
    Optional<ControlView> inForce() {
        return inForce;
    }

    /** What the next watch goes on from; empty where it asks for everything. Begins it: parts of a snapshot are void. */
    Optional<ControlView> beginWatch() {
        parts = null;
        return startOver ? Optional.empty() : base;
    }

    /** The next watch asks for everything; what is in force stays so until that is there. */
    void startOver() {
        startOver = true;
    }

    /**
     * Puts in force what was kept, though the control plane has not confirmed it.
     *
     * @return whether there was anything
     */
    boolean doWithKept() {
        if (inForce.isPresent() || base.isEmpty()) {
            return false;
        }
        inForce = base;
        return true;
    }

    /**
     * Takes a message in.
     *
     * @throws UnexpectedMessageException if it can't follow what came before
     */
    Brought take(WatchResponse message) throws UnexpectedMessageException {
        return switch (message.getEventCase()) {
            case SNAPSHOT -> part(message, message.getSnapshot());
            case CHANGE -> change(message, message.getChange());
            case HEARTBEAT -> heartbeat(message);
            // A sign of life of a newer control plane.
            case EVENT_NOT_SET -> Brought.PART;
        };
    }

    private Brought part(WatchResponse message, SnapshotPart part) throws UnexpectedMessageException {
        if (part.getFirst()) {
            parts = new ArrayList<>();
        } else if (parts == null) {
            throw new UnexpectedMessageException("a snapshot has no first part");
        }
        parts.addAll(part.getItemsList());
        if (!part.getLast()) {
            return Brought.PART;
        }
        put(ControlView.of(message.getStoreId(), message.getRevision(), parts));
        parts = null;
        startOver = false;
        return Brought.SNAPSHOT;
    }

    private Brought change(WatchResponse message, ConfigChange change) throws UnexpectedMessageException {
        ControlView known = followed(message, "a change");
        if (parts != null) {
            throw new UnexpectedMessageException("a change came amid a snapshot");
        }
        if (message.getRevision() <= known.revision()) {
            return confirmed(known);
        }
        put(known.with(message.getRevision(), change));
        return Brought.CHANGE;
    }

    private Brought heartbeat(WatchResponse message) throws UnexpectedMessageException {
        if (parts != null || base.isEmpty() || startOver) {
            return Brought.PART;
        }
        ControlView known = followed(message, "a heartbeat");
        return confirmed(message.getRevision() > known.revision() ? known.at(message.getRevision()) : known);
    }

    /** What was kept is now in force, which is a change to who did not know it. */
    private Brought confirmed(ControlView known) {
        boolean first = inForce.isEmpty();
        put(known);
        return first ? Brought.CHANGE : Brought.NOTHING_NEW;
    }

    private ControlView followed(WatchResponse message, String what) throws UnexpectedMessageException {
        if (base.isEmpty() || startOver) {
            throw new UnexpectedMessageException(what + " came before a snapshot");
        }
        if (!base.get().storeId().equals(message.getStoreId())) {
            throw new UnexpectedMessageException(what + " of the store " + message.getStoreId()
                    + " can't follow what is known of the store " + base.get().storeId());
        }
        return base.get();
    }

    private void put(ControlView view) {
        base = Optional.of(view);
        inForce = base;
    }
}
