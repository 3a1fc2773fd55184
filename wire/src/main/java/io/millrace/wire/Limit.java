package io.millrace.wire;

/** What a client can be refused or cut off for; each is counted, under its name as a tag. */
enum Limit {
    CONNECTIONS("connections"),
    CONNECTIONS_PER_CLIENT("connections-per-client"),
    STREAMS("streams"),
    LINE_BYTES("line-bytes"),
    HEADER_BYTES("header-bytes"),
    HEADER_TIMEOUT("header-timeout"),
    IDLE_TIMEOUT("idle-timeout"),
    SEND_TIMEOUT("send-timeout"),
    CLIENT_ERRORS("client-errors"),
    SYNTAX("syntax"),
    TLS_HANDSHAKE("tls-handshake");

    private final String tag;

    Limit(String tag) {
        this.tag = tag;
    }

    String tag() {
        return tag;
    }
}
