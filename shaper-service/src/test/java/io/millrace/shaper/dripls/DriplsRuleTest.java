package io.millrace.shaper.dripls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DriplsRuleTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "650k~e404",
                "*~e404",
                "a.650k~e500",
                "a.*~e404",
                "650-1000k~e404",
                "650k.s0~e404",
                "650k.s20~e404",
                "650k.*~net100",
                "650k.s*~net100",
                "*.*~e404",
                "*.s0-5~net200loss10",
                "*.c0~e404",
                "*.c*~e404",
                "*.a0-3~e503",
                "*.a*~netcache200",
                "v.650k.s1~e404",
                "v.*.c2~net500loss10",
                "v.*.*~netcache500loss0.5",
                "v.400-4000k.s1-10~e404",
                "a.650k.s*~loss10",
            })
    void aRuleIsPrintedAsItWasRead(String rule) {
        assertEquals(rule, DriplsRule.parse(rule).toString());
    }

    @ParameterizedTest
    @CsvSource({
        "*.c2~net500.loss10, *.c2~net500loss10",
        "*.c2~netcache500.loss10%, *.c2~netcache500loss10",
        "400k-4000k~e404, 400-4000k~e404",
        "650-650k~e404, 650k~e404",
        "*.s3-3~e404, *.s3~e404",
        "*.650k.s1~e404, 650k.s1~e404",
        "*.*.s10-20~net10, *.s10-20~net10",
        "*.*.*~e404, *.*~e404",
        ".s0~e404, *.s0~e404",
        "v.650k.s~e404, v.650k.s*~e404",
        "650k.s0~E404, 650k.s0~e404",
        "*~NET200LOSS10, *~net200loss10",
        "' * ~ e404 ', *~e404",
        "*~net200loss0, *~net200",
        "*~net200.loss10.50, *~net200loss10.5",
        "*~net.loss10, *~loss10",
        "*~netcacheloss10, *~netcacheloss10",
        "007k.s007~e404, 7k.s7~e404",
    })
    void otherSpellingsMeanTheSame(String rule, String printed) {
        assertEquals(printed, DriplsRule.parse(rule).toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    650k.s0       | a rule is [cdn.]bitrate[.segment]~action, such as 650k.s0~e404
                    ~e404         | a rule is [cdn.]bitrate[.segment]~action, such as 650k.s0~e404
                    a.b.c.d~e404  | a rule is [cdn.]bitrate[.segment]~action, such as 650k.s0~e404
                    650k.x1~e404  | 'x1' is no segment: it must be s, c or a with a number, a range or *, as in s0, c1-5 or a*
                    650k.s-1~e404 | 's-1' is no segment
                    *.c0-12fa~e404 | 'c0-12fa' is no segment
                    650~e404      | '650' is no bit rate: it must be as 650k, 650-1000k or *
                    650k-~e404    | '650k-' is no bit rate
                    x.650.s1~e404 | '650' is no bit rate
                    x.s1~e404     | 'x' is no bit rate
                    a b.650k~e404 | 'a b' is no CDN: its name has letters, digits, - and _ only
                    1000-650k~e404 | the range 1000-650k ends before it begins
                    *.s5-1~e404   | the range s5-1 ends before it begins
                    *~            | the action must be e404, net200, net200loss10, netcache200loss10 or loss10
                    *~404         | the action must be e404
                    *~net         | the action must be e404
                    *~netcache    | the action must be e404
                    *~delay10     | the action must be e404
                    *~e200        | the status of an error must be 400 to 599
                    *~e700        | the status of an error must be 400 to 599
                    *~net4        | the rate must be 5 to 10000000 (kbit/s)
                    *~net200loss101 | the loss must be 0 to 100 (per cent)
                    """)
    void whatIsNoRuleIsRefusedWithItsReason(String rule, String reason) {
        String message = assertThrows(InvalidDriplsRuleException.class, () -> DriplsRule.parse(rule))
                .getMessage();
        assertTrue(message.startsWith("rule '" + rule + "': "), message);
        assertTrue(message.contains(reason), message);
    }

    @Test
    void rulesAreSeparatedByCommas() {
        assertEquals(
                List.of(
                        DriplsRule.parse("v.650k.*~net100loss10"),
                        DriplsRule.parse("*~e404"),
                        DriplsRule.parse("500k~net100")),
                DriplsRule.parseAll("v.650k.*~net100.loss10, *~ e404 ,500k~net100"));
    }

    @Test
    void anEmptyTextHasNoRules() {
        assertEquals(List.of(), DriplsRule.parseAll(" "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    *.c0~e404,*,650k.c0~e404  | rule '*':
                    *.c0~e404,                | rule '':
                    650k.s0~e404,650k.s1~x    | rule '650k.s1~x':
                    """)
    void ofSeveralTheOneThatIsWrongIsNamed(String rules, String name) {
        assertTrue(assertThrows(InvalidDriplsRuleException.class, () -> DriplsRule.parseAll(rules))
                .getMessage()
                .startsWith(name));
    }

    @Property
    void whatIsPrintedReadsAsTheSameRules(@ForAll("rules") List<DriplsRule> rules) {
        assertEquals(rules, DriplsRule.parseAll(DriplsRule.print(rules)));
    }

    @Property
    void anyTextIsReadOrRefused(@ForAll("texts") String text) {
        List<DriplsRule> rules;
        try {
            rules = DriplsRule.parseAll(text);
        } catch (InvalidDriplsRuleException e) {
            return;
        }
        assertEquals(rules, DriplsRule.parseAll(DriplsRule.print(rules)));
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().withChars("netcachloskv*.,~- 0123456789%").ofMaxLength(30);
    }

    @Provide
    Arbitrary<List<DriplsRule>> rules() {
        return DriplsArbitraries.rule().list().ofMaxSize(6);
    }
}
