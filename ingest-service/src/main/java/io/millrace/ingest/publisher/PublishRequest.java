package io.millrace.ingest.publisher;

import io.millrace.proto.control.v1.Channel;
import java.net.InetAddress;
import java.util.List;

/**
 * What is to be decided about.
 *
 * @param channel whose path it is
 * @param path decoded, in its normal form, without keys; of a directory with a slash at its end
 * @param directory the path up to its last slash
 * @param client who asks, as far as trusted proxies tell it
 */
public record PublishRequest(
        Channel channel, String method, String path, String directory, InetAddress client, List<Offer> offers) {

    public PublishRequest {
        offers = List.copyOf(offers);
    }
}
