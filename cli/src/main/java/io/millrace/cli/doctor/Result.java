package io.millrace.cli.doctor;

/** What came of a check; the worse, the later. */
enum Result {
    /** It is as it should be. */
    OK,
    /** It is worth knowing, and no fault. */
    NOTE,
    /** It could not be looked at. */
    UNTESTED,
    /** It is not as it should be, and was not when it was looked at again. */
    PROBLEM
}
