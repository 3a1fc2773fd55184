package io.millrace.control.resource;

import com.google.protobuf.Empty;
import com.google.protobuf.FieldMask;
import com.google.protobuf.Message;
import com.google.protobuf.util.Timestamps;
import io.millrace.checks.Names;
import io.millrace.checks.Violations;
import io.millrace.control.api.ApiErrors;
import io.millrace.control.api.Etags;
import io.millrace.control.api.Page;
import io.millrace.control.api.UpdateMask;
import io.millrace.control.change.Changes;
import io.millrace.control.store.Change;
import io.millrace.control.store.ControlStore;
import io.millrace.control.store.Stored;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * The resources of one kind. May be used by any thread; calls block, and end with a StatusRuntimeException for an error of
 * the API.
 */
public final class Resources<M extends Message> {

    private final Kind<M> kind;
    private final ControlStore store;
    private final Changes changes;
    private final Clock clock;

    public Resources(Kind<M> kind, ControlStore store, Changes changes, Clock clock) {
        this.kind = kind;
        this.store = store;
        this.changes = changes;
        this.clock = clock;
    }

    public M get(String name) {
        return shown(find(name));
    }

    public Page page(int size, String token) {
        return Page.read(store, kind.collection(), size, token);
    }

    /** The resources of a page as they are shown. */
    public List<M> shown(Page page) {
        return page.resources().stream().map(this::shown).toList();
    }

    /**
     * Creates one.
     *
     * @param idField the request's field with the id, for errors
     * @param resource what the request gives
     */
    public M create(String idField, String id, M resource) {
        Violations violations = new Violations();
        Names.checkId(violations, idField, id);
        String name = kind.collection() + '/' + id;
        M created = Stamp.created(UpdateMask.settable(resource), name, Timestamps.fromMillis(clock.millis()));
        kind.check().accept(created, violations);
        ApiErrors.check(violations);
        Change change = new Change().at(name, 0);
        kind.links().add(change, name, Optional.empty(), Optional.of(created));
        return Stamp.shown(created, changes.make(change.put(name, kind.wrap().apply(created))));
    }

    /** Changes one; a request that changes nothing makes no revision. */
    public M update(M update, FieldMask mask) {
        String name = Stamp.text(update, "name");
        return changes.retrying(() -> {
            Stored stored = find(name);
            Etags.check(name, Stamp.text(update, "etag"), stored.revision());
            M before = kind.unwrap().apply(stored.value());
            M after = UpdateMask.apply(before, update, mask);
            Violations violations = new Violations();
            kind.check().accept(after, violations);
            ApiErrors.check(violations);
            if (after.equals(before)) {
                return shown(stored);
            }
            M updated = Stamp.updated(after, Timestamps.fromMillis(clock.millis()));
            Change change = new Change().at(name, stored.revision());
            kind.links().add(change, name, Optional.of(before), Optional.of(updated));
            return Stamp.shown(
                    updated, changes.make(change.put(name, kind.wrap().apply(updated))));
        });
    }

    /** Deletes one with all that is below it. */
    public Empty delete(String name, String etag) {
        return changes.retrying(() -> {
            Stored stored = find(name);
            Etags.check(name, etag, stored.revision());
            Change change = new Change().at(name, stored.revision());
            kind.links().add(change, name, Optional.of(kind.unwrap().apply(stored.value())), Optional.empty());
            changes.make(change.delete(name));
            return Empty.getDefaultInstance();
        });
    }

    private Stored find(String name) {
        ApiErrors.checkName("name", name, kind.collection() + "/*");
        return store.find(name).orElseThrow(() -> ApiErrors.notFound(name));
    }

    private M shown(Stored stored) {
        return Stamp.shown(kind.unwrap().apply(stored.value()), stored.revision());
    }
}
