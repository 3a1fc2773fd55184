package io.millrace.shaper.origin;

/** A setting of origins makes no sense; the message is one line: the setting, its value, and what it may be. */
public final class InvalidOriginSettingException extends RuntimeException {

    InvalidOriginSettingException(String message) {
        super(message);
    }
}
