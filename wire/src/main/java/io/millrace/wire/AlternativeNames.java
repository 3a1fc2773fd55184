package io.millrace.wire;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Whom a certificate names besides its subject (RFC 5280, section 4.2.1.6). Immutable.
 *
 * @param dns its DNS names, in lower case
 * @param uris its URIs, as they are written
 */
public record AlternativeNames(Set<String> dns, Set<String> uris) {

    /** Of a client that has shown no certificate. */
    public static final AlternativeNames NONE = new AlternativeNames(Set.of(), Set.of());

    private static final int DNS_NAME = 2;
    private static final int URI = 6;

    public AlternativeNames {
        dns = Set.copyOf(dns);
        uris = Set.copyOf(uris);
    }

    /** Nobody, where the names can't be read: they are no reason to trust. */
    static AlternativeNames of(X509Certificate certificate) {
        Set<String> dns = new HashSet<>();
        Set<String> uris = new HashSet<>();
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            for (List<?> name : names == null ? List.<List<?>>of() : names) {
                switch ((Integer) name.getFirst()) {
                    case DNS_NAME -> dns.add(((String) name.get(1)).toLowerCase(Locale.ROOT));
                    case URI -> uris.add((String) name.get(1));
                    default -> {}
                }
            }
        } catch (CertificateParsingException e) {
            return NONE;
        }
        return new AlternativeNames(dns, uris);
    }
}
