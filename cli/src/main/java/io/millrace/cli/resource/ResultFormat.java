package io.millrace.cli.resource;

/** How a command prints what the control plane has told. */
public enum ResultFormat {
    /** Aligned columns, for people. */
    TABLE,
    /** Protobuf's JSON. */
    JSON,
    /** The same as YAML; {@code millrace apply} reads both. */
    YAML
}
