package io.millrace.pem;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A private key in PEM: PKCS#8, and the two older forms that tools still write (PKCS#1 for RSA, SEC 1 for elliptic
 * curves), which are put into the envelope of PKCS#8 that the JDK asks for.
 */
public final class PrivateKeyPem {

    private static final Pattern KEY =
            Pattern.compile("-----BEGIN ((?:[A-Z]+ )*PRIVATE KEY)-----([^-]*)-----END \\1-----");
    private static final Pattern HEADERS = Pattern.compile("(?m)^[^:\\n]+: .*$");

    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;
    private static final int PARAMETERS = 0xA0;
    private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};
    /** AlgorithmIdentifier of rsaEncryption, 1.2.840.113549.1.1.1, with NULL. */
    private static final byte[] RSA = {
        0x30, 0x0D, 0x06, 0x09, 0x2A, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xF7, 0x0D, 0x01, 0x01, 0x01, 0x05, 0x00
    };
    /** Object identifier of id-ecPublicKey, 1.2.840.10045.2.1. */
    private static final byte[] EC = {0x06, 0x07, 0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 0x02, 0x01};

    private PrivateKeyPem() {}

    /**
     * The first key of a text: RSA, EC or EdDSA, not encrypted.
     *
     * @throws GeneralSecurityException if there is none that can be used; its message goes on from "the file can't be used:"
     *     and says what to do
     */
    public static PrivateKey parse(String pem) throws GeneralSecurityException {
        Matcher key = KEY.matcher(pem);
        if (!key.find()) {
            throw new GeneralSecurityException("it has no private key in PEM");
        }
        String body = HEADERS.matcher(key.group(2)).replaceAll("");
        if (key.group(1).startsWith("ENCRYPTED") || !body.equals(key.group(2))) {
            throw new GeneralSecurityException(
                    "its key is encrypted; decrypt it with: openssl pkcs8 -topk8 -nocrypt -in KEY -out NEW_KEY");
        }
        byte[] bytes = decode(body);
        return switch (key.group(1)) {
            case "PRIVATE KEY" -> of(bytes);
            case "RSA PRIVATE KEY" -> of(Der.of(SEQUENCE, VERSION_0, RSA, Der.of(OCTET_STRING, bytes)));
            case "EC PRIVATE KEY" -> of(ofSec1(bytes));
            default ->
                throw new GeneralSecurityException("it has a key of an unknown kind (" + key.group(1)
                        + "); convert it with: openssl pkcs8 -topk8 -nocrypt -in KEY -out NEW_KEY");
        };
    }

    private static byte[] decode(String body) throws GeneralSecurityException {
        try {
            return Base64.getMimeDecoder().decode(body.strip());
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException("its key is damaged", e);
        }
    }

    /** The key itself does not tell its kind but to who asks every one. */
    private static PrivateKey of(byte[] pkcs8) throws GeneralSecurityException {
        GeneralSecurityException failure = null;
        for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (GeneralSecurityException e) {
                failure = e;
            }
        }
        throw new GeneralSecurityException("its key is damaged, or neither RSA, EC nor EdDSA", failure);
    }

    /** RFC 5915: the curve is the field with the tag 0. */
    private static byte[] ofSec1(byte[] sec1) throws GeneralSecurityException {
        byte[] curve = Der.field(sec1, PARAMETERS)
                .orElseThrow(() -> new GeneralSecurityException("its EC key does not name its curve; convert it with:"
                        + " openssl pkcs8 -topk8 -nocrypt -in KEY -out NEW_KEY"));
        return Der.of(SEQUENCE, VERSION_0, Der.of(SEQUENCE, EC, curve), Der.of(OCTET_STRING, sec1));
    }
}
