package io.millrace.pem;

import java.nio.file.Path;

/** A file that a setting names can't be used; the message is one line: the setting as the environment has it, the file, why. */
public final class UnusableFileException extends RuntimeException {

    /** @param why goes on from "the file can't be used:" */
    public UnusableFileException(String setting, Path file, String why) {
        super(setting + " is " + file + ": " + why);
    }
}
