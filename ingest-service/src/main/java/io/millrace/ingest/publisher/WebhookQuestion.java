package io.millrace.ingest.publisher;

import io.netty.util.NetUtil;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** What a webhook is sent: who wants to do what where, and what it offers as a proof. */
final class WebhookQuestion {

    private WebhookQuestion() {}

    static Buffer json(PublishRequest request) {
        JsonArray credentials = new JsonArray();
        request.offers().forEach(offer -> credentials.add(credentials(offer)));
        return new JsonObject()
                .put("channel", request.channel().getName())
                .put("method", request.method())
                .put("path", request.path())
                .put("client", NetUtil.toAddressString(request.client()))
                .put("credentials", credentials)
                .toBuffer();
    }

    private static JsonObject credentials(Offer offer) {
        JsonObject json = new JsonObject().put("kind", offer.kind());
        return switch (offer) {
            case Offer.Password password -> json.put("user", password.user()).put("secret", password.password());
            case Offer.Secret secret -> json.put("secret", secret.secret());
            case Offer.Certificate certificate ->
                json.put("subject", certificate.subject())
                        .put(
                                "dns",
                                new JsonArray(certificate.names().dns().stream()
                                        .sorted()
                                        .toList()))
                        .put(
                                "uris",
                                new JsonArray(certificate.names().uris().stream()
                                        .sorted()
                                        .toList()));
        };
    }
}
