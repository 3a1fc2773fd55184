package io.millrace.shaper.shape;

import io.millrace.shaper.media.Catalog;
import io.millrace.shaper.media.ManifestUrls;
import io.millrace.shaper.session.SessionUrls;
import io.millrace.shaper.url.Reference;
import io.millrace.shaper.url.UrlText;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** A manifest as a client of a session must see it, so that all that it leads to comes through the session. */
final class ClientView {

    /** Stands for the shaper, whose name the client knows better. */
    private static final URI HERE = URI.create("http://shaper.invalid/");

    private final SessionUrls urls;
    private final URI manifest;
    private final URI seenAt;

    private ClientView(SessionUrls urls, URI manifest, URI seenAt) {
        this.urls = urls;
        this.manifest = manifest;
        this.seenAt = seenAt;
    }

    /**
     * The text with those URLs replaced that would lead the client past the session, or elsewhere than the origin means.
     *
     * @param manifest where it is from, redirects having been followed
     * @param path where the client sees it, with its query
     * @param imports {@link Catalog#imports}
     */
    static String of(URI manifest, String text, SessionUrls urls, String path, Map<String, String> imports) {
        URI seenAt = UrlText.resolve(HERE, path).orElse(HERE);
        return ManifestUrls.replaced(manifest, text, imports, new ClientView(urls, manifest, seenAt)::replacement);
    }

    private Optional<String> replacement(Reference reference) {
        Optional<String> meant = reference.resolved().map(url -> urls.through(url.toString()));
        if (meant.isEmpty()) {
            return Optional.empty();
        }
        URI base = reference.base().equals(manifest)
                ? seenAt
                : UrlText.resolve(HERE, urls.through(reference.base().toString()))
                        .orElse(HERE);
        Optional<URI> seen = UrlText.resolve(base, reference.written());
        boolean same = seen.equals(UrlText.resolve(HERE, meant.get()));
        return same ? Optional.empty() : meant;
    }
}
