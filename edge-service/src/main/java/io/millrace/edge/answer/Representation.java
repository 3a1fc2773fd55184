package io.millrace.edge.answer;

import java.util.Map;

/**
 * What is known of a representation that is there as a whole.
 *
 * @param length in bytes
 * @param others further headers that describe it, which 200 and 206 carry: {@code Content-Encoding}, {@code icy-name}
 */
public record Representation(Validators validators, String contentType, long length, Map<String, String> others) {}
