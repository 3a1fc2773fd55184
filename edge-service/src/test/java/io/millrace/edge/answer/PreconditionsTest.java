package io.millrace.edge.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9110, section 13. The representation is "a-1", last changed at 22:13:20. */
class PreconditionsTest {

    private static final Validators VALIDATORS = Validators.of("\"a-1\"", Instant.parse("2023-11-14T22:13:20.750Z"));
    private static final String BEFORE = "Tue, 14 Nov 2023 22:13:19 GMT";
    private static final String THEN = "Tue, 14 Nov 2023 22:13:20 GMT";
    private static final String AFTER = "Tue, 14 Nov 2023 22:13:21 GMT";

    @Test
    void aRequestWithoutConditionsIsAnswered() {
        assertEquals(Preconditions.Outcome.PROCEED, Preconditions.check(new DefaultHttpHeaders(), VALIDATORS));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            quoteCharacter = '~',
            value = {
                "\"a-1\" > PROCEED",
                "* > PROCEED",
                "\"b\", \"a-1\" > PROCEED",
                "\"b\",\"a-1\" > PROCEED",
                "\"a,b\", \"a-1\" > PROCEED",
                "W/\"a-1\" > FAILED",
                "\"b\" > FAILED",
                "a-1 > FAILED",
                "\"a-1 > FAILED",
                ", > FAILED",
                "\"A-1\" > FAILED"
            })
    void ifMatchNeedsTheVeryTag(String tags, Preconditions.Outcome outcome) {
        check(outcome, "If-Match", tags);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            quoteCharacter = '~',
            value = {
                "\"a-1\" > NOT_MODIFIED",
                "W/\"a-1\" > NOT_MODIFIED",
                "* > NOT_MODIFIED",
                "\"b\", W/\"a-1\" > NOT_MODIFIED",
                "\"b\" > PROCEED",
                "a-1 > PROCEED",
                "W/ > PROCEED",
                "\" > PROCEED",
                "w/\"a-1\" > PROCEED"
            })
    void ifNoneMatchNeedsATagThatIsAsGood(String tags, Preconditions.Outcome outcome) {
        check(outcome, "If-None-Match", tags);
    }

    @Test
    void tagsMayBeSpreadOverSeveralFields() {
        check(Preconditions.Outcome.NOT_MODIFIED, "If-None-Match", "\"b\"", "If-None-Match", "\"a-1\"");
    }

    @Test
    void theTimeCountsInSeconds() {
        check(Preconditions.Outcome.NOT_MODIFIED, "If-Modified-Since", THEN);
        check(Preconditions.Outcome.NOT_MODIFIED, "If-Modified-Since", AFTER);
        check(Preconditions.Outcome.PROCEED, "If-Modified-Since", BEFORE);
        check(Preconditions.Outcome.PROCEED, "If-Unmodified-Since", THEN);
        check(Preconditions.Outcome.PROCEED, "If-Unmodified-Since", AFTER);
        check(Preconditions.Outcome.FAILED, "If-Unmodified-Since", BEFORE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            value = {"Tuesday, 14-Nov-23 22:13:20 GMT", "Tue Nov 14 22:13:20 2023"})
    void theOlderFormatsOfDatesAreRead(String date) {
        check(Preconditions.Outcome.NOT_MODIFIED, "If-Modified-Since", date);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            value = {
                "yesterday",
                "''",
                "0",
                "Tue, 14 Nov 2023 22:13:20 GMT and so on and so on and so on and so on and so on"
            })
    void whatIsNoDateIsIgnored(String date) {
        check(Preconditions.Outcome.PROCEED, "If-Modified-Since", date);
        check(Preconditions.Outcome.PROCEED, "If-Unmodified-Since", date);
    }

    @Test
    void aDateDoesNotCountBesideTags() {
        check(Preconditions.Outcome.PROCEED, "If-Match", "\"a-1\"", "If-Unmodified-Since", BEFORE);
        check(Preconditions.Outcome.PROCEED, "If-None-Match", "\"b\"", "If-Modified-Since", AFTER);
    }

    @Test
    void whatFailsWinsOverWhatIsNotModified() {
        check(Preconditions.Outcome.FAILED, "If-Match", "\"b\"", "If-None-Match", "\"a-1\"");
        check(Preconditions.Outcome.NOT_MODIFIED, "If-Match", "\"a-1\"", "If-None-Match", "\"a-1\"");
    }

    @Test
    void anUploadInProgressHasNothingToCompareWith() {
        HttpHeaders tag = new DefaultHttpHeaders().set("If-Match", "\"a-1\"");
        HttpHeaders any = new DefaultHttpHeaders().set("If-Match", "*");
        HttpHeaders date = new DefaultHttpHeaders().set("If-Unmodified-Since", BEFORE);
        assertEquals(Preconditions.Outcome.FAILED, Preconditions.check(tag, Validators.NONE));
        assertEquals(Preconditions.Outcome.PROCEED, Preconditions.check(any, Validators.NONE));
        assertEquals(Preconditions.Outcome.PROCEED, Preconditions.check(date, Validators.NONE));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            quoteCharacter = '~',
            value = {
                "\"a-1\" > true",
                "Tue, 14 Nov 2023 22:13:20 GMT > true",
                "W/\"a-1\" > false",
                "\"b\" > false",
                "Tue, 14 Nov 2023 22:13:21 GMT > false",
                "Tue, 14 Nov 2023 22:13:19 GMT > false",
                "a-1 > false",
                "* > false"
            })
    void aRangeCountsIfTheRepresentationIsTheSame(String condition, boolean counts) {
        HttpHeaders request = new DefaultHttpHeaders().set("If-Range", condition);
        assertEquals(counts, Preconditions.rangeCounts(request, VALIDATORS));
    }

    @Test
    void aRangeWithoutAConditionCounts() {
        assertEquals(true, Preconditions.rangeCounts(new DefaultHttpHeaders(), VALIDATORS));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            quoteCharacter = '~',
            value = {"\"a-1\"", "Tue, 14 Nov 2023 22:13:20 GMT", "yesterday"})
    void noConditionMakesARangeOfAnUploadInProgressCount(String condition) {
        HttpHeaders request = new DefaultHttpHeaders().set("If-Range", condition);
        assertEquals(false, Preconditions.rangeCounts(request, Validators.NONE));
    }

    private static void check(Preconditions.Outcome expected, String... fields) {
        HttpHeaders request = new DefaultHttpHeaders();
        for (int i = 0; i < fields.length; i += 2) {
            request.add(fields[i], fields[i + 1]);
        }
        assertEquals(expected, Preconditions.check(request, VALIDATORS));
    }
}
