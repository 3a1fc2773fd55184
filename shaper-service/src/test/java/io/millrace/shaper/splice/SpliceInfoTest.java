package io.millrace.shaper.splice;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Base64;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpliceInfoTest {

    /** The standard's own examples (SCTE 35, section 14). */
    @ParameterizedTest
    @CsvSource({
        // A time signal with a placement opportunity's beginning.
        "/DA0AAAAAAAA///wBQb+cr0AUAAeAhxDVUVJSAAAjn/PAAGlmbAICAAAAAAsoKGKNAIAmsnRfg==, true",
        // A splice insert, out of the network.
        "/DAvAAAAAAAA///wFAVIAACPf+/+c2nALv4AUsz1AAAAAAAKAAhDVUVJAAABNWLbowo=, true",
        // A time signal with a placement opportunity's end.
        "/DAvAAAAAAAA///wBQb+dGKQoAAZAhdDVUVJSAAAjn+fCAgAAAAALKChijUCAKnMZ1g=, false",
    })
    void theStandardsExamplesTellWhatBegins(String base64, boolean ad) {
        assertEquals(Optional.of(ad), SpliceInfo.adOfBase64(base64));
    }

    @Test
    void hexadecimalDigitsMayHaveTheirPrefix() {
        String hex =
                "FC302F000000000000FFFFF014054800008F7FEFFE7369C02EFE0052CCF500000000000A0008435545490000013562DBA30A";
        assertEquals(Optional.of(true), SpliceInfo.adOfHex("0x" + hex));
        assertEquals(Optional.of(true), SpliceInfo.adOfHex(hex));
    }

    @Property
    void anythingElseTellsSomethingOrNothing(@ForAll byte[] bytes) {
        SpliceInfo.adOfBase64(Base64.getEncoder().encodeToString(bytes));
        if (bytes.length > 0) {
            bytes[0] = (byte) 0xFC;
            SpliceInfo.adOfBase64(Base64.getEncoder().encodeToString(bytes));
        }
    }
}
