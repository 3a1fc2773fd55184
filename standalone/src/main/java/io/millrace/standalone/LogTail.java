package io.millrace.standalone;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The last lines of a log file but for stack frames, for the message of an error. */
final class LogTail {

    private static final int BYTES = 8_192;
    private static final int LINES = 5;
    private static final Pattern STACK_FRAME = Pattern.compile("\\t(at |\\.\\.\\. )");

    private LogTail() {}

    static String of(Path log) {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            byte[] end = new byte[Math.toIntExact(Math.min(BYTES, file.length()))];
            file.seek(file.length() - end.length);
            file.readFully(end);
            List<String> lines = new String(end, StandardCharsets.UTF_8)
                    .strip()
                    .lines()
                    .filter(line -> !STACK_FRAME.matcher(line).lookingAt())
                    .toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
        } catch (IOException e) {
            return "(" + e + ")";
        }
    }
}
