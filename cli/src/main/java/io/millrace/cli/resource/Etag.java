package io.millrace.cli.resource;

import picocli.CommandLine.Option;

/** The option {@code --etag}, for what is to happen to a resource only as it was when somebody looked at it. */
public final class Etag {

    @Option(names = "--etag", paramLabel = "ETAG", defaultValue = "", description = "only if it still has this etag")
    private String value;

    /** As it was given; empty where it does not matter. */
    public String value() {
        return value;
    }
}
