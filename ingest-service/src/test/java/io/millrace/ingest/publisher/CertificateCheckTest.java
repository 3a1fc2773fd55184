package io.millrace.ingest.publisher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.proto.control.v1.CertificatePublishing;
import io.millrace.wire.AlternativeNames;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateCheckTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CN=encoder,O=Example | true",
                "cn=Encoder, o=example | true",
                "O=Example,CN=encoder | false",
                "CN=encoder | false",
                "CN=encoder2,O=Example | false",
                "no subject | false"
            })
    void aSubjectIsComparedAsAWhole(String subject, boolean matches) {
        CertificatePublishing policy =
                CertificatePublishing.newBuilder().addSubjects(subject).build();
        assertEquals(matches, CertificateCheck.matches(policy, certificate()));
    }

    @ParameterizedTest
    @CsvSource({
        "cam1.studio.example, true",
        "CAM1.studio.example, true",
        "*.studio.example, true",
        "*.example, false",
        "studio.example, false",
        "*.wild.example, false",
        "spiffe://example/encoder, true",
        "spiffe://EXAMPLE/encoder, false",
        "spiffe://example/, false",
        "*, false",
        "'', false"
    })
    void anAlternativeNameIsComparedAsAWholeOrHasOneLabelForAStar(String name, boolean matches) {
        CertificatePublishing policy =
                CertificatePublishing.newBuilder().addAlternativeNames(name).build();
        assertEquals(matches, CertificateCheck.matches(policy, certificate()));
    }

    @Test
    void aNameOfTheOtherTypeIsNotTheSame() {
        Offer.Certificate sly = new Offer.Certificate(
                "CN=x", new AlternativeNames(Set.of("spiffe://example/encoder"), Set.of("cam1.studio.example")));
        CertificatePublishing policy = CertificatePublishing.newBuilder()
                .addAlternativeNames("spiffe://example/encoder")
                .addAlternativeNames("cam1.studio.example")
                .build();
        assertEquals(false, CertificateCheck.matches(policy, sly));
    }

    @Test
    void aCertificateThatTheChannelDoesNotKnowCountsAsNone() {
        CertificatePublishing policy =
                CertificatePublishing.newBuilder().addSubjects("CN=other").build();
        assertEquals(Finding.NOTHING_OFFERED, CertificateCheck.check(policy, List.of(certificate())));
    }

    private static Offer.Certificate certificate() {
        return new Offer.Certificate(
                "CN=encoder,O=Example",
                new AlternativeNames(
                        Set.of("cam1.studio.example", "*.wild.example"), Set.of("spiffe://example/encoder")));
    }
}
