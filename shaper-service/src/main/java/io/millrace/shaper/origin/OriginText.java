package io.millrace.shaper.origin;

import io.netty.handler.codec.http.HttpHeaders;
import java.net.URI;

/**
 * An answer that was taken as a whole.
 *
 * @param url where it is from, redirects having been followed
 * @param headers the origin's
 */
public record OriginText(URI url, int status, HttpHeaders headers, Manifest manifest) {}
