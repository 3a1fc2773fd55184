package io.millrace.cli.tail;

/** How an object ended for its reader. */
enum Ended {
    /** With its last byte. */
    COMPLETE,
    /** Before its end: its upload was cut off, or the connection was. */
    ABORTED,
    /** It is not there. */
    ABSENT,
    /** There was no answer, or one that says something else. */
    FAILED
}
