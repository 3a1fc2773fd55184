package io.millrace.control.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.proto.control.store.v1.EdgeReport;
import io.millrace.proto.control.store.v1.StoredEdge;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EdgesReadTest {

    @ParameterizedTest(name = "now {0}, nobody there from {1} to {2}, reported at {3}: silent for {4}")
    @CsvSource({
        "10000, 0, 0, 7000, 3000",
        "10000, 2000, 4000, 7000, 3000",
        "10000, 2000, 8000, 1500, 2500",
        "10000, 2000, 8000, 5000, 2000",
    })
    void theTimeInWhichNobodyTookReportsDoesNotCount(long now, long start, long end, long reported, long silent) {
        VersionedEdge edge =
                new VersionedEdge("e", 1, StoredEdge.getDefaultInstance(), EdgeReport.getDefaultInstance(), reported);

        assertEquals(silent, new EdgesRead(now, start, end, new TreeMap<>()).silentMillis(edge));
    }
}
