package io.millrace.shaper.media;

import java.util.LinkedHashMap;
import java.util.Map;

/** A map that forgets what was put in it longest ago. */
final class Bounded<K, V> extends LinkedHashMap<K, V> {

    private static final long serialVersionUID = 1;

    private final int most;

    Bounded(int most) {
        this.most = most;
    }

    /** Puts a value as the youngest. */
    void renew(K key, V value) {
        remove(key);
        put(key, value);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > most;
    }
}
