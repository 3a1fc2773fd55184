package io.millrace.backends;

import io.millrace.pem.FileText;
import io.millrace.pem.UnusableFileException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * A password from a setting, or from a file that is read again for each connection, because passwords are changed while a
 * service runs. A file that can't be used leaves the last one in force. May be used by any thread.
 */
public final class Password {

    private static final Logger LOG = Logger.getLogger(Password.class);

    private final String setting;
    private final Optional<Path> file;
    private String current;
    private String lastFault = "";

    private Password(String setting, Optional<Path> file, String current) {
        this.setting = setting;
        this.file = file;
        this.current = current;
    }

    /**
     * The password of two settings, if one of them is set.
     *
     * @param setting that of the password itself, as the environment has it; that of the file ends with {@code _FILE}
     * @throws InvalidBackendSettingException if both are set
     * @throws UnusableFileException if the file can't be used
     */
    public static Optional<Password> of(String setting, Optional<String> value, Optional<Path> file) {
        if (value.isPresent() && file.isPresent()) {
            throw new InvalidBackendSettingException(
                    setting + " and " + setting + "_FILE are both set, and only one of them may be");
        }
        String fileSetting = setting + "_FILE";
        return value.map(given -> new Password(setting, Optional.empty(), given))
                .or(() -> file.map(path -> new Password(fileSetting, file, read(fileSetting, path))));
    }

    /** What is right for the next connection. */
    public synchronized String current() {
        file.ifPresent(path -> {
            try {
                current = read(setting, path);
                lastFault = "";
            } catch (UnusableFileException e) {
                if (!e.getMessage().equals(lastFault)) {
                    LOG.warnf("the old password stays: %s", e.getMessage());
                }
                lastFault = e.getMessage();
            }
        });
        return current;
    }

    /** The setting that it comes from, as the environment has it. */
    public String setting() {
        return setting;
    }

    /** Without the line end that editors add, and nothing else taken away. */
    private static String read(String setting, Path file) {
        byte[] bytes = FileText.read(setting, file).getBytes(StandardCharsets.ISO_8859_1);
        String line = new String(bytes, StandardCharsets.UTF_8).replaceFirst("\\R\\z", "");
        if (line.isEmpty()) {
            throw new UnusableFileException(setting, file, "it is empty");
        }
        if (line.lines().count() > 1) {
            throw new UnusableFileException(setting, file, "it has more than one line");
        }
        return line;
    }

    /** Never the password. */
    @Override
    public String toString() {
        return setting;
    }
}
