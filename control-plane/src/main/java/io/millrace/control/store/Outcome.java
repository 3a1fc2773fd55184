package io.millrace.control.store;

/** What became of a change. */
public sealed interface Outcome {

    /**
     * It was made.
     *
     * @param revision which it led to
     */
    record Done(long revision) implements Outcome {}

    /** It was not: a resource that was to be new is there. */
    record Exists(String name) implements Outcome {}

    /** It was not: a resource is not there. */
    record Missing(String name) implements Outcome {}

    /** It was not: a resource that it needs is not there. */
    record Lacks(String name) implements Outcome {}

    /** It was not: a resource has another revision than was expected. */
    record Stale(String name) implements Outcome {}

    /** It was not: something that only one may have is another's. */
    record Taken(String owner) implements Outcome {}

    /** It was not: a resource is in use. */
    record Used(String name) implements Outcome {}

    /** It was not: a collection has as many resources as it may. */
    record Full(String collection) implements Outcome {}

    /** As the script answers. */
    static Outcome parse(String answer) {
        int space = answer.indexOf(' ');
        String rest = answer.substring(space + 1);
        return switch (answer.substring(0, space)) {
            case "done" -> new Done(Long.parseLong(rest));
            case "exists" -> new Exists(rest);
            case "lacks" -> new Lacks(rest);
            case "missing" -> new Missing(rest);
            case "stale" -> new Stale(rest);
            case "taken" -> new Taken(rest);
            case "used" -> new Used(rest);
            case "full" -> new Full(rest);
            default -> throw new IllegalStateException("the change script answered: " + answer);
        };
    }
}
