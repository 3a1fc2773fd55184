package io.millrace.chunklog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.lettuce.core.cluster.SlotHash;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisKeysTest {

    @ParameterizedTest
    @ValueSource(strings = {"/", "/live/", "/live/a b/é/", "/}/", "/a}b/", "/{/", "/{}/", "/{a}{b}/", "/a/}}/"})
    void allKeysOfADirectoryShareASlot(String directory) {
        Set<Integer> slots = new HashSet<>();
        for (String name : List.of("a.mpd", "seg-1.m4s", "{other}", "}", "{}", "a:1")) {
            ObjectPath path = new ObjectPath(directory, name);
            slots.add(SlotHash.getSlot(RedisKeys.object(path)));
            slots.add(SlotHash.getSlot(RedisKeys.index(path)));
            slots.add(SlotHash.getSlot(RedisKeys.logPrefix(path)));
            slots.add(SlotHash.getSlot(RedisKeys.log(path, 1)));
            slots.add(SlotHash.getSlot(RedisKeys.log(path, Long.MAX_VALUE)));
            slots.add(SlotHash.getSlot(RedisKeys.subdirectories(directory)));
            slots.add(SlotHash.getSlot(RedisKeys.openings(directory)));
            slots.add(RedisKeys.slot(directory));
        }
        assertEquals(1, slots.size());
    }

    @Test
    void directoriesAreSpreadOverTheSlots() {
        assertNotEquals(RedisKeys.slot("/a/"), RedisKeys.slot("/b/"));
    }

    @Test
    void theKeysAreSpelledAsTheDesignSays() {
        ObjectPath path = new ObjectPath("/live/", "seg-1.m4s");
        assertEquals("mr:o:{/live/}seg-1.m4s", RedisKeys.object(path));
        assertEquals("mr:c:{/live/}seg-1.m4s:7", RedisKeys.log(path, 7));
        assertEquals("mr:d:{/live/}", RedisKeys.index(path));
        assertEquals("mr:s:{/live/}", RedisKeys.subdirectories("/live/"));
        assertEquals("mr:a:{/live/}", RedisKeys.openings("/live/"));
    }

    @Test
    void aLogsKeyIsItsPrefixAndItsGeneration() {
        ObjectPath path = new ObjectPath("/live/", "seg-1.m4s");
        assertEquals(RedisKeys.logPrefix(path) + 7, RedisKeys.log(path, 7));
    }

    @Test
    void differentObjectsHaveDifferentKeys() {
        List<ObjectPath> paths = List.of(
                new ObjectPath("/", "a"),
                new ObjectPath("/", "a:1"),
                new ObjectPath("/", "}a"),
                new ObjectPath("/}/", "a"),
                new ObjectPath("/}/", "}a"),
                new ObjectPath("/a/", "a"));
        Set<String> keys = new HashSet<>();
        for (ObjectPath path : paths) {
            keys.add(RedisKeys.object(path));
            keys.add(RedisKeys.log(path, 1));
            keys.add(RedisKeys.log(path, 11));
        }
        assertEquals(3 * paths.size(), keys.size());
    }
}
