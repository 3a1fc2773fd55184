package io.millrace.control.client;

import io.millrace.proto.control.v1.ConfigChange;
import io.millrace.proto.control.v1.ConfigItem;
import io.millrace.proto.control.v1.ConfigItem.ItemCase;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The resources of one view by kind and name; immutable. What a change does not touch is shared with the next. */
final class Resources {

    static final Resources NONE = new Resources(new EnumMap<>(ItemCase.class));

    /** Of what others are below. */
    private static final List<String> PARENTS = List.of("channels/", "sessions/");

    private final Map<ItemCase, Map<String, ConfigItem>> byKind;

    private Resources(Map<ItemCase, Map<String, ConfigItem>> byKind) {
        this.byKind = byKind;
    }

    static Resources of(Collection<ConfigItem> items) {
        return NONE.with(ConfigChange.newBuilder().addAllUpserts(items).build());
    }

    /**
     * Those after a change. With a channel its keys go, and with a session its state, whether the change names them or not:
     * one that gets its name later has none of them. Items of a kind that this program does not know yet are left aside.
     */
    Resources with(ConfigChange change) {
        Editing editing = new Editing(byKind);
        change.getDeletesList().forEach(editing::delete);
        change.getUpsertsList().forEach(editing::put);
        return new Resources(editing.byKind);
    }

    Map<String, ConfigItem> of(ItemCase kind) {
        return byKind.getOrDefault(kind, Map.of());
    }

    /** Whether those of a kind are the same as in others; they may also be equal where they are not. */
    @SuppressWarnings("ReferenceEquality") // comparing thousands of resources takes longer than what it would save
    boolean same(Resources others, ItemCase kind) {
        return byKind.get(kind) == others.byKind.get(kind);
    }

    /** In no particular order. */
    List<ConfigItem> items() {
        return byKind.values().stream().flatMap(kind -> kind.values().stream()).toList();
    }

    /** Copies a kind when it is first touched. */
    private static final class Editing {

        private final Map<ItemCase, Map<String, ConfigItem>> byKind;
        private final Set<ItemCase> copied = EnumSet.noneOf(ItemCase.class);

        Editing(Map<ItemCase, Map<String, ConfigItem>> byKind) {
            this.byKind = new EnumMap<>(byKind);
        }

        void put(ConfigItem item) {
            if (item.getItemCase() != ItemCase.ITEM_NOT_SET) {
                own(item.getItemCase()).put(item.getName(), item);
            }
        }

        void delete(String name) {
            boolean parent = PARENTS.contains(name.substring(0, name.lastIndexOf('/') + 1));
            String below = name + '/';
            for (ItemCase kind : List.copyOf(byKind.keySet())) {
                Map<String, ConfigItem> items = byKind.get(kind);
                if (items.containsKey(name)) {
                    own(kind).remove(name);
                }
                if (parent && items.keySet().stream().anyMatch(other -> other.startsWith(below))) {
                    own(kind).keySet().removeIf(other -> other.startsWith(below));
                }
            }
        }

        private Map<String, ConfigItem> own(ItemCase kind) {
            if (copied.add(kind)) {
                byKind.put(kind, new HashMap<>(byKind.getOrDefault(kind, Map.of())));
            }
            return byKind.get(kind);
        }
    }
}
