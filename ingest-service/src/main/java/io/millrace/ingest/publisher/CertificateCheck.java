package io.millrace.ingest.publisher;

import io.millrace.proto.control.v1.CertificatePublishing;
import java.util.List;
import java.util.Locale;
import javax.security.auth.x500.X500Principal;

/** Client certificates, which TLS has verified; what is left is whose they are. */
final class CertificateCheck {

    private static final String ANY_LABEL = "*.";

    private CertificateCheck() {}

    /** A certificate that the channel does not know counts as none: its holder may have something else to offer. */
    static Finding check(CertificatePublishing policy, List<Offer> offers) {
        for (Offer offer : offers) {
            if (offer instanceof Offer.Certificate certificate && matches(policy, certificate)) {
                return new Finding.Proved(new Proof.Certificate(certificate));
            }
        }
        return Finding.NOTHING_OFFERED;
    }

    static boolean matches(CertificatePublishing policy, Offer.Certificate certificate) {
        return policy.getSubjectsList().stream().anyMatch(subject -> same(subject, certificate.subject()))
                || policy.getAlternativeNamesList().stream().anyMatch(name -> named(name, certificate));
    }

    /** RFC 5280, section 7.1: case and repeated spaces do not count. */
    private static boolean same(String one, String other) {
        try {
            return canonical(one).equals(canonical(other));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String canonical(String subject) {
        return new X500Principal(subject).getName(X500Principal.CANONICAL);
    }

    /** A URI has a colon and a DNS name none: what is meant as one never matches the other. */
    private static boolean named(String name, Offer.Certificate certificate) {
        if (name.indexOf(':') >= 0) {
            return certificate.names().uris().contains(name);
        }
        String dns = name.toLowerCase(Locale.ROOT);
        return dns.startsWith(ANY_LABEL)
                ? certificate.names().dns().stream().anyMatch(one -> isBelow(one, dns.substring(1)))
                : certificate.names().dns().contains(dns);
    }

    /** One label more than the domain, which is no wildcard itself: that would be many clients. */
    private static boolean isBelow(String name, String domain) {
        int dot = name.indexOf('.');
        return dot > 0 && name.charAt(0) != '*' && name.substring(dot).equals(domain);
    }
}
