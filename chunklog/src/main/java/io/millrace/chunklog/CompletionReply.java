package io.millrace.chunklog;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What the script that completes a generation answered. */
sealed interface CompletionReply {

    /** The generation is whole. */
    record Done(Instant modified, boolean replaced, List<Dropped> dropped) implements CompletionReply {}

    /** It is not, and can't be any more. */
    record Refused(WriteFailure failure) implements CompletionReply {}

    /**
     * Reads the script's answer: lines, the first of which tells how it went.
     *
     * @param path the object that was to be completed; what was dropped is in the same directory
     */
    static CompletionReply parse(ObjectPath path, String reply) {
        String[] lines = reply.split("\n", -1);
        return switch (lines[0]) {
            case "lost" -> new Refused(WriteFailure.LOST);
            case "overtaken" -> new Refused(WriteFailure.OVERTAKEN);
            case "created", "replaced" ->
                new Done(
                        Instant.ofEpochMilli(Long.parseLong(lines[1])),
                        lines[0].equals("replaced"),
                        dropped(path.directory(), lines));
            default -> throw new IllegalStateException("a completion has an answer that is unknown: " + lines[0]);
        };
    }

    /** From the third line on, a name and a generation in turn. */
    private static List<Dropped> dropped(String directory, String[] lines) {
        List<Dropped> dropped = new ArrayList<>();
        for (int i = 2; i < lines.length; i += 2) {
            dropped.add(new Dropped(new ObjectPath(directory, lines[i]), Long.parseLong(lines[i + 1])));
        }
        return dropped;
    }
}
