package io.millrace.edge.cors;

import java.nio.file.Path;

/** A CORS file can't be used; the message is one line that names the file and the fault. */
public final class InvalidCorsFileException extends RuntimeException {

    InvalidCorsFileException(Path file, String fault) {
        super("the CORS file " + file + " can't be used: " + fault);
    }
}
