package io.millrace.cli.push;

import io.millrace.cli.Durations;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Option;

/** The options for a directory, or a file that grows. */
final class DirectoryOptions {

    /** What is done with files that are there at the beginning. */
    enum Existing {
        ALL,
        NONE
    }

    @Option(names = "--once", description = "upload what is there, and end")
    boolean once;

    @Option(
            names = "--existing",
            paramLabel = "all|none",
            defaultValue = "all",
            description = "which files that are there already are sent (${DEFAULT-VALUE})")
    Existing existing;

    @Option(
            names = "--ignore",
            paramLabel = "GLOB",
            defaultValue = "*.tmp",
            description = "files that are no objects, by name or by path below DIR; may be repeated, and replaces"
                    + " the default (${DEFAULT-VALUE})")
    List<String> ignore;

    @Option(names = "--keep", description = "objects stay when their files are deleted")
    boolean keep;

    @Option(names = "--follow", description = "follow FILE until its writer closes it")
    boolean follow;

    @Option(
            names = "--settle",
            paramLabel = "TIME",
            converter = Durations.class,
            defaultValue = "2s",
            description = "a file is whole when it was left alone for so long, where nothing tells that its writer has"
                    + " closed it: files that are found rather than seen to be made (${DEFAULT-VALUE})")
    Duration settle;

    @Option(
            names = "--scan-every",
            paramLabel = "TIME",
            converter = Durations.class,
            defaultValue = "0s",
            hideParamSyntax = true,
            description = "look at all files so often instead of being told by inotify, for file systems over a network"
                    + " (500ms where there is no inotify)")
    Duration scanEvery;
}
