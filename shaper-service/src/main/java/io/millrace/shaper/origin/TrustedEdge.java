package io.millrace.shaper.origin;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The shaper's own edge.
 *
 * @param url its base
 * @param ca file with the certificates, in PEM, that it is believed by; empty: those of other origins
 */
public record TrustedEdge(URI url, Optional<Path> ca) {}
