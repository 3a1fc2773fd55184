package io.millrace.backends.kafka;

import io.millrace.pem.ClientCertificates;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.security.auth.SslEngineFactory;

/**
 * Opens a Kafka client's connections with TLS, each with what the files of certificates hold at the time: the client's own
 * way reads them once. Made by Kafka, and used by the one thread of a client that connects.
 */
public final class ReloadedSslEngines implements SslEngineFactory {

    /** The property with the {@link ClientCertificates}. */
    static final String CERTIFICATES = "millrace.certificates";

    private ClientCertificates certificates;
    private ClientCertificates.InForce seen;
    private SSLContext context;

    @Override
    public void configure(Map<String, ?> properties) {
        certificates = (ClientCertificates) properties.get(CERTIFICATES);
    }

    @Override
    public SSLEngine createClientSslEngine(String peerHost, int peerPort, String endpointIdentification) {
        SSLEngine engine = context().createSSLEngine(peerHost, peerPort);
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm(endpointIdentification);
        engine.setSSLParameters(parameters);
        return engine;
    }

    private SSLContext context() {
        ClientCertificates.InForce current = certificates.current();
        if (!current.equals(seen)) {
            try {
                KeyManager[] keys =
                        current.shown().map(KeyManagerFactory::getKeyManagers).orElse(null);
                TrustManager[] trusted = current.believed()
                        .map(TrustManagerFactory::getTrustManagers)
                        .orElse(null);
                context = SSLContext.getInstance("TLS");
                context.init(keys, trusted, null);
            } catch (GeneralSecurityException e) {
                throw new KafkaException("no TLS can be made of the certificates", e);
            }
            seen = current;
        }
        return context;
    }

    @Override
    public SSLEngine createServerSslEngine(String peerHost, int peerPort) {
        throw new UnsupportedOperationException("this is a client");
    }

    /** Nothing of it changes by properties. */
    @Override
    public boolean shouldBeRebuilt(Map<String, Object> nextProperties) {
        return false;
    }

    @Override
    public Set<String> reconfigurableConfigs() {
        return Set.of();
    }

    @Override
    public KeyStore keystore() {
        return null;
    }

    @Override
    public KeyStore truststore() {
        return null;
    }

    @Override
    public void close() {
        // It holds nothing open.
    }
}
