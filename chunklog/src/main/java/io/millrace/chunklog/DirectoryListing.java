package io.millrace.chunklog;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/**
 * One listing of a directory: first its names, then what they are, some at a time, so that Redis is not kept busy with
 * one listing for longer than a moment. Used by one thread at a time.
 */
final class DirectoryListing {

    /** Names that are asked about at once: about a millisecond of Redis's time. */
    private static final int PAGE = 500;

    private static final String FIELD_SEPARATOR = "\0";

    private final RedisNodes redis;
    private final String directory;
    private final List<Listed> listed = new ArrayList<>();

    DirectoryListing(RedisNodes redis, String directory) {
        this.redis = redis;
        this.directory = directory;
    }

    /** Lists; the answer is sorted by name. */
    CompletionStage<List<Listed>> run(int most) {
        CompletionStage<String> names = Script.LIST.run(
                redis.states(),
                new String[] {RedisKeys.index(directory), RedisKeys.subdirectories(directory)},
                new String[] {Integer.toString(most)});
        return names.thenCompose(this::describe).thenApply(nothing -> {
            listed.sort(Comparator.comparing(Listed::name));
            return List.copyOf(listed);
        });
    }

    private CompletionStage<Void> describe(String names) {
        Predicate<String> isDirectory = name -> name.endsWith("/");
        names.lines()
                .filter(isDirectory)
                .map(name -> name.substring(0, name.length() - 1))
                .map(Listed.ListedDirectory::new)
                .forEach(listed::add);
        return describe(names.lines().filter(isDirectory.negate()).toList());
    }

    private CompletionStage<Void> describe(List<String> objects) {
        if (objects.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        int page = Math.min(PAGE, objects.size());
        CompletionStage<String> described = Script.DESCRIBE.run(
                redis.states(),
                new String[] {RedisKeys.index(directory)},
                objects.subList(0, page).toArray(new String[0]));
        return described.thenCompose(lines -> {
            lines.lines().map(DirectoryListing::object).forEach(listed::add);
            return describe(objects.subList(page, objects.size()));
        });
    }

    private static Listed object(String line) {
        String[] fields = line.split(FIELD_SEPARATOR, -1);
        return new Listed.ListedObject(
                fields[0],
                Long.parseLong(fields[1]),
                Instant.ofEpochMilli(Long.parseLong(fields[2])),
                ContentHeaders.of(fields[3]).contentType());
    }
}
