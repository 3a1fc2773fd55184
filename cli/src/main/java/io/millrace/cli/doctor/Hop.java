package io.millrace.cli.doctor;

/** One of the two ways that are looked at, with all that is on it. */
enum Hop {
    /** From an encoder to an ingest. */
    IN("way in"),
    /** From an edge to a player. */
    OUT("way out");

    private final String words;

    Hop(String words) {
        this.words = words;
    }

    /** For reports. */
    String words() {
        return words;
    }
}
