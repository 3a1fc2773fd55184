package io.millrace.shaper.rule;

import io.millrace.shaper.media.ObjectFacts;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One request as rules look at it. Immutable, as long as nobody changes the headers.
 *
 * @param method in capitals
 * @param path decoded and absolute, as the origin knows it
 * @param channel {@code channels/{channel}}, where the path is below one's prefix
 * @param object what is asked for
 * @param cdn the name that the session gives to the host that is asked
 * @param bytes which of the object
 * @param cmcd what the player tells, by key in small letters; see {@link CmcdValues}
 * @param headers the client's
 * @param client its address
 * @param session the session's id
 * @param tags that the session plays, {@code tags/{tag}}
 */
public record ShapedRequest(
        String method,
        String path,
        Optional<String> channel,
        ObjectFacts object,
        Optional<String> cdn,
        RequestedBytes bytes,
        Map<String, String> cmcd,
        HttpHeaders headers,
        InetAddress client,
        String session,
        Set<String> tags) {}
