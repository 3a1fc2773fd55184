package io.millrace.access.playback;

/** Whether a token allows a request, and if not, why. */
public enum TokenVerdict {
    /** It does. */
    HOLDS,
    /** Its key has not signed it, or it was changed since. */
    FORGED,
    /** Its time is over. */
    EXPIRED,
    /** It is for another path. */
    OTHER_PATH,
    /** It is for another client. */
    OTHER_CLIENT
}
