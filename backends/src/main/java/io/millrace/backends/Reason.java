package io.millrace.backends;

import java.util.Optional;
import java.util.stream.Stream;

/** What of a chain of causes a person is told. */
public final class Reason {

    private Reason() {}

    /** The innermost message, on one line. */
    public static String of(Throwable failure) {
        Throwable innermost = failure;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        String message = innermost.getMessage() == null ? innermost.getClass().getSimpleName() : innermost.getMessage();
        return message.lines().findFirst().orElse("");
    }

    /** The first cause of a type, also of what was suppressed: of a cluster's nodes all have failed. */
    public static <T extends Throwable> Optional<T> find(Throwable failure, Class<T> type) {
        return all(failure).filter(type::isInstance).map(type::cast).findFirst();
    }

    private static Stream<Throwable> all(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .flatMap(cause -> Stream.concat(
                        Stream.of(cause), Stream.of(cause.getSuppressed()).flatMap(Reason::all)));
    }
}
