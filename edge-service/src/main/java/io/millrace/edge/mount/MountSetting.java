package io.millrace.edge.mount;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * One mount as the settings name it: {@code vod=/srv/vod} serves the directory {@code /srv/vod} as {@code /vod/}.
 *
 * @param name the first segment of its URLs
 * @param root may be a symbolic link, and may be turned to another directory while it is served
 */
record MountSetting(String name, Path root) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*");

    /** @throws InvalidMountException if it is none, or its directory can't be read */
    static MountSetting parse(String setting) {
        int equals = setting.indexOf('=');
        if (equals < 0) {
            throw new InvalidMountException(setting, "a mount is like vod=/srv/vod");
        }
        String name = setting.substring(0, equals).strip();
        if (!NAME.matcher(name).matches()) {
            throw new InvalidMountException(
                    setting, "its name must be one path segment of letters, digits, '-', '_' and '.'");
        }
        Path root;
        try {
            root = Path.of(setting.substring(equals + 1).strip());
        } catch (InvalidPathException e) {
            throw new InvalidMountException(setting, "its directory is no path");
        }
        if (!root.isAbsolute()) {
            throw new InvalidMountException(setting, "its directory must begin with a slash");
        }
        if (!Files.isDirectory(root)) {
            throw new InvalidMountException(setting, "there is no directory " + root);
        }
        if (!Files.isReadable(root) || !Files.isExecutable(root)) {
            throw new InvalidMountException(setting, "the directory " + root + " can't be read");
        }
        return new MountSetting(name, root);
    }
}
