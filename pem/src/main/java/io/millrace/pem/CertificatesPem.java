package io.millrace.pem;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;

/** Certificates in PEM, and whether a private key is theirs. */
public final class CertificatesPem {

    private static final byte[] PROBE = "a text to sign".getBytes(StandardCharsets.US_ASCII);

    private CertificatesPem() {}

    /**
     * The certificates of a text in their order, one at the least.
     *
     * @throws GeneralSecurityException if there is none, or one can't be read; its message goes on from "the file can't be
     *     used:"
     */
    public static X509Certificate[] parse(String pem) throws GeneralSecurityException {
        try {
            X509Certificate[] certificates = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.ISO_8859_1)))
                    .toArray(new X509Certificate[0]);
            if (certificates.length > 0) {
                return certificates;
            }
        } catch (GeneralSecurityException | ArrayStoreException e) {
            throw new GeneralSecurityException("it has no certificate in PEM", e);
        }
        throw new GeneralSecurityException("it has no certificate in PEM");
    }

    /**
     * Refuses a private key that is not the public key's: what the one signs the other must verify.
     *
     * @throws GeneralSecurityException if it is not
     */
    public static void checkPair(PrivateKey secret, PublicKey open) throws GeneralSecurityException {
        String algorithm = switch (secret.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> "EdDSA";
        };
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(secret);
        signature.update(PROBE);
        byte[] signed = signature.sign();
        signature.initVerify(open);
        signature.update(PROBE);
        if (!signature.verify(signed)) {
            throw new GeneralSecurityException("they are of different pairs");
        }
    }
}
