package io.millrace.cli.push;

import io.millrace.cli.CommandFailedException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Locale;
import java.util.regex.PatternSyntaxException;

/**
 * Which files of a directory are objects, and what they are called there.
 *
 * @param root the directory
 * @param ignored of no file that matches one of these, by its name alone or by its path below the directory
 * @param only the only file; null for all
 */
record FileNames(Path root, List<PathMatcher> ignored, Path only) {

    /**
     * All files but some.
     *
     * @param ignored globs
     * @throws CommandFailedException if one is none
     */
    static FileNames allBut(Path root, List<String> ignored) {
        return new FileNames(root, ignored.stream().map(FileNames::matcher).toList(), null);
    }

    /** One file and no other. */
    static FileNames only(Path file) {
        return new FileNames(file.getParent(), List.of(), file);
    }

    boolean accepts(Path path) {
        Path below = root.relativize(path);
        return (only == null || only.equals(path))
                && ignored.stream().noneMatch(glob -> glob.matches(path.getFileName()) || glob.matches(below));
    }

    /** The path below the directory, with slashes. */
    String name(Path path) {
        return root.relativize(path).toString().replace(root.getFileSystem().getSeparator(), "/");
    }

    /** Whether the file is replaced as a whole, and names others. */
    static boolean isPlaylist(Path path) {
        String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".m3u8") || name.endsWith(".mpd");
    }

    private static PathMatcher matcher(String glob) {
        try {
            return FileSystems.getDefault().getPathMatcher("glob:" + glob);
        } catch (PatternSyntaxException e) {
            throw new CommandFailedException("--ignore " + glob + " is no pattern: " + e.getDescription(), e);
        }
    }
}
