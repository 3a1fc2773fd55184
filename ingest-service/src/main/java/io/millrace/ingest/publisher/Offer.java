package io.millrace.ingest.publisher;

import io.millrace.proto.control.v1.KeyPlace;
import io.millrace.wire.AlternativeNames;

/**
 * Something that a request offers as a proof of who sends it. Holds secrets in the clear: it lives as long as the request,
 * or its upload where a webhook will be asked again, and is never logged.
 */
public sealed interface Offer {

    /** What kind it is, in a word, for webhooks. */
    String kind();

    /**
     * A secret alone: a publish key, a token.
     *
     * @param place where it was told
     */
    record Secret(KeyPlace place, String secret) implements Offer {

        @Override
        public String kind() {
            return switch (place) {
                case KEY_PLACE_BEARER -> "bearer";
                case KEY_PLACE_PATH -> "path";
                case KEY_PLACE_QUERY -> "query";
                case KEY_PLACE_BASIC, KEY_PLACE_UNSPECIFIED, UNRECOGNIZED -> throw new AssertionError(place);
            };
        }

        @Override
        public String toString() {
            return "Secret[" + kind() + "]";
        }
    }

    /** A name and a password (RFC 7617), which may be a publish key. */
    record Password(String user, String password) implements Offer {

        @Override
        public String kind() {
            return "basic";
        }

        @Override
        public String toString() {
            return "Password[" + user + "]";
        }
    }

    /**
     * A certificate that TLS has verified.
     *
     * @param subject as RFC 2253 writes it
     */
    record Certificate(String subject, AlternativeNames names) implements Offer {

        @Override
        public String kind() {
            return "certificate";
        }
    }
}
