package io.millrace.backends;

/** A setting of Redis or Kafka makes no sense; the message is one line: the setting, its value, and what to do. */
public final class InvalidBackendSettingException extends RuntimeException {

    /** @param message names the settings as the environment does, and has no secret in it */
    public InvalidBackendSettingException(String message) {
        super(message);
    }
}
