package io.millrace.cli.control;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Lists that come in pages, followed to their end. */
public final class Pages {

    /** As many as a page may have. */
    public static final int SIZE = 1_000;

    private Pages() {}

    /**
     * All entries of a list.
     *
     * @param page the answer to a page token; the first is empty
     * @param entries of an answer
     * @param next the page token that an answer tells; empty after the last
     */
    public static <R, T> List<T> all(Function<String, R> page, Function<R, List<T>> entries, Function<R, String> next) {
        List<T> all = new ArrayList<>();
        String token = "";
        do {
            R answer = page.apply(token);
            all.addAll(entries.apply(answer));
            token = next.apply(answer);
        } while (!token.isEmpty());
        return all;
    }
}
