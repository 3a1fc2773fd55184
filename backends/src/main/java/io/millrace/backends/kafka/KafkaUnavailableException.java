package io.millrace.backends.kafka;

/** Kafka can't be used; the message names the brokers, the fault and the setting in one line. */
public final class KafkaUnavailableException extends RuntimeException {

    KafkaUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
