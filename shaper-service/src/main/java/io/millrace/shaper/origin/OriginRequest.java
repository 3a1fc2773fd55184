package io.millrace.shaper.origin;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.net.URI;

/**
 * What is asked of an origin.
 *
 * @param method GET or HEAD
 * @param url absolute, {@code http} or {@code https}; a fragment is not looked at
 * @param headers what goes on to the origin; {@code Host} and what concerns one connection only is added. What proves who
 *     somebody is does not follow a redirect to another origin
 */
public record OriginRequest(HttpMethod method, URI url, HttpHeaders headers) {}
