package io.millrace.access;

/** What a client wants to do in a directory. */
public enum Action {
    /** Fetch an object or its description: GET, HEAD, a listing. */
    READ,
    /** Change what is there: PUT, POST, DELETE, MKCOL. */
    WRITE
}
