package io.millrace.control.change;

import io.millrace.control.store.Stored;
import io.millrace.control.store.StoredChange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All resources as of one revision, and the changes that led there as far as they are kept. Immutable; a change makes a
 * new one.
 *
 * @param changes in their order, without a gap, the last of them of {@code revision}
 */
public record Known(String storeId, long revision, NavigableMap<String, Stored> resources, List<StoredChange> changes) {

    /** Before anything is known. */
    static final Known NOTHING = new Known("", 0, new TreeMap<>(), List.of());

    /**
     * The changes since a revision; empty where they do not reach back so far, or the revision is none of this store.
     *
     * @param store whose revision it is
     */
    public Optional<List<StoredChange>> since(String store, long from) {
        if (!store.equals(storeId) || from > revision || from < 0) {
            return Optional.empty();
        }
        int missed = Math.toIntExact(Math.min(revision - from, Integer.MAX_VALUE));
        return missed > changes.size()
                ? Optional.empty()
                : Optional.of(changes.subList(changes.size() - missed, changes.size()));
    }

    /** Whether another one is as of the same revision of the same store, and therefore the same. */
    public boolean sameAs(Known other) {
        return revision == other.revision && storeId.equals(other.storeId);
    }

    /**
     * Whether the log of changes goes on from what is known.
     *
     * @param log from the last that is known on
     */
    boolean isFollowedBy(List<StoredChange> log) {
        if (revision == 0) {
            return log.isEmpty() || log.getFirst().revision() == 1;
        }
        return !changes.isEmpty() && !log.isEmpty() && log.getFirst().equals(changes.getLast());
    }

    /** Whether the log of changes has another one in the place of the last that is known. */
    boolean isContradictedBy(List<StoredChange> log) {
        return !log.isEmpty() && log.getFirst().revision() == revision && !isFollowedBy(log);
    }

    /**
     * With further changes; the same where there are none.
     *
     * @param log without a gap; what is known already is passed over
     * @param kept how many changes are kept at the most
     */
    Known with(List<StoredChange> log, int kept) {
        List<StoredChange> later =
                log.stream().filter(change -> change.revision() > revision).toList();
        if (later.isEmpty()) {
            return this;
        }
        NavigableMap<String, Stored> changed = new TreeMap<>(resources);
        for (StoredChange change : later) {
            change.upserts().forEach(resource -> changed.put(resource.name(), resource));
            change.deletes().forEach(changed::remove);
        }
        List<StoredChange> all = new ArrayList<>(changes);
        all.addAll(later);
        return new Known(
                storeId,
                later.getLast().revision(),
                Collections.unmodifiableNavigableMap(changed),
                List.copyOf(all.subList(Math.max(0, all.size() - kept), all.size())));
    }
}
