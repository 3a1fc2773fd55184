package io.millrace.control.client;

/**
 * A setting of the way to the control plane, or a file that it names, is wrong; the message names it as the environment does,
 * and what it may be, in one line.
 */
public final class InvalidControlSettingException extends RuntimeException {

    InvalidControlSettingException(String setting, Object value, String reason) {
        super("MILLRACE_CONTROL_" + setting + " is " + value + ": " + reason);
    }
}
