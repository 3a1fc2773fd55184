package io.millrace.pem;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What a file holds that a setting names. */
public final class FileText {

    private FileText() {}

    /**
     * The whole file, a character for each byte.
     *
     * @param setting as the environment has it
     * @throws UnusableFileException if it can't be read
     */
    public static String read(String setting, Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw new UnusableFileException(setting, file, "it is not there");
        } catch (AccessDeniedException e) {
            throw new UnusableFileException(setting, file, "this user may not read it");
        } catch (IOException e) {
            throw new UnusableFileException(setting, file, "it can't be read: " + e.getMessage());
        }
    }
}
