package io.millrace.shaper.hls;

/**
 * A line that is a URI.
 *
 * @param start where it begins in the text
 */
record HlsUri(int start, String uri) implements HlsLine {}
