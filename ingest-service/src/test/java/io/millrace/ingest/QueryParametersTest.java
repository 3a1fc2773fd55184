package io.millrace.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.millrace.chunklog.InvalidPathException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class QueryParametersTest {

    @Test
    void aValueIsReadAsItCameAndDecoded() throws Exception {
        QueryParameters parameters = new QueryParameters("cid=K%2B+1&copy=0&file=a%20b.ts");
        assertEquals(Optional.of("K%2B+1"), parameters.raw("cid"));
        assertEquals(Optional.of("K++1"), parameters.value("cid"));
        assertEquals(Optional.of("a%20b.ts"), parameters.raw("file"));
    }

    @Test
    void whatIsNotThereOrEmptyIsNoValue() throws Exception {
        QueryParameters parameters = new QueryParameters("cid=&file&=x&");
        assertEquals(Optional.empty(), parameters.value("cid"));
        assertEquals(Optional.empty(), parameters.raw("file"));
        assertEquals(Optional.empty(), parameters.raw("key"));
    }

    @Test
    void whatIsToldTwiceIsRefusedHoweverItIsSpelled() throws Exception {
        QueryParameters parameters = new QueryParameters("file=a&f%69le=b&x=1&x=2&y=3");
        assertThrows(InvalidPathException.class, () -> parameters.raw("file"));
        assertEquals(Optional.of("3"), parameters.raw("y"));
    }

    @Test
    void aBrokenEscapeIsRefused() throws Exception {
        assertThrows(InvalidPathException.class, () -> new QueryParameters("k%zz=1"));
        QueryParameters parameters = new QueryParameters("cid=%zz");
        assertThrows(InvalidPathException.class, () -> parameters.value("cid"));
    }
}
