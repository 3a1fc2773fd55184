package io.millrace.chunklog;

import java.time.Duration;

/** A setting has a value that makes no sense; the message names it as the environment does, and what it may be. */
public final class InvalidSettingException extends RuntimeException {

    /** @param message names the settings as the environment does, and says what to do */
    public InvalidSettingException(String message) {
        super(message);
    }

    private InvalidSettingException(String setting, Object value, String rule) {
        super(setting + " is " + value + ": it must be " + rule);
    }

    /**
     * Refuses a number that is out of its range.
     *
     * @throws InvalidSettingException if it is
     */
    public static void unlessWithin(String setting, long value, long least, long most) {
        if (value < least || value > most) {
            throw new InvalidSettingException(
                    setting, value, most == Long.MAX_VALUE ? least + " or more" : "from " + least + " to " + most);
        }
    }

    /**
     * Refuses a duration that is too short.
     *
     * @throws InvalidSettingException if it is
     */
    public static void unlessAtLeast(String setting, Duration value, Duration least) {
        if (value.compareTo(least) < 0) {
            throw new InvalidSettingException(setting, value.toMillis() + "ms", least.toMillis() + "ms or more");
        }
    }
}
