package io.millrace.ingest.publisher;

import com.google.protobuf.ByteString;
import io.millrace.proto.control.v1.JwtPublishing;
import io.millrace.proto.control.v1.KeyPlace;
import io.millrace.proto.control.v1.WebhookPublishing;
import java.time.Instant;

/** What has allowed a request. Without secrets, but for what a webhook will be asked with again. Immutable. */
public sealed interface Proof {

    /** Who it was, for logs. */
    String publisher();

    /** The kind, in a word, for metrics. */
    String kind();

    /** Nothing: everybody may publish. */
    record Nothing() implements Proof {

        @Override
        public String publisher() {
            return "anybody";
        }

        @Override
        public String kind() {
            return "open";
        }
    }

    /**
     * A publish key.
     *
     * @param name {@code channels/x/keys/y}
     * @param hash SHA-256 of its secret, so that another key of the same name is not taken for it
     */
    record Key(String name, ByteString hash, KeyPlace place) implements Proof {

        @Override
        public String publisher() {
            return name;
        }

        @Override
        public String kind() {
            return "key";
        }
    }

    /**
     * A JSON Web Token.
     *
     * @param policy what it was checked against
     * @param subject its {@code sub}, or an empty string
     * @param expiry its {@code exp}
     */
    record Token(JwtPublishing policy, String subject, Instant expiry) implements Proof {

        @Override
        public String publisher() {
            return subject.isEmpty() ? "a token" : subject;
        }

        @Override
        public String kind() {
            return "jwt";
        }
    }

    /** A client certificate. */
    record Certificate(Offer.Certificate offered) implements Proof {

        @Override
        public String publisher() {
            return offered.subject();
        }

        @Override
        public String kind() {
            return "certificate";
        }
    }

    /**
     * A webhook's answer.
     *
     * @param request to ask with again
     * @param until when to
     */
    record Webhook(WebhookPublishing policy, PublishRequest request, String user, Instant until) implements Proof {

        @Override
        public String publisher() {
            return user.isEmpty() ? "a webhook's" : user;
        }

        @Override
        public String kind() {
            return "webhook";
        }
    }
}
