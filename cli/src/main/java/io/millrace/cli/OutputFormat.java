package io.millrace.cli;

/** How a command prints what it has found. */
public enum OutputFormat {
    /** Aligned columns, for people. */
    TABLE,
    /** One JSON object a line, for programs. */
    JSON
}
