package io.millrace.shaper.shape;

import java.net.URI;

/** How a manifest is written for the client that asked for it. Called on the event loop of the exchange. */
@FunctionalInterface
public interface ManifestView {

    /**
     * The text that the client is given.
     *
     * @param from where the manifest is from, redirects having been followed: what its URLs are relative to
     * @param text as the origin gave it, now or earlier
     */
    String of(URI from, String text);
}
