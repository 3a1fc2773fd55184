package io.millrace.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.chunklog.ContentHeaders;
import io.millrace.chunklog.Listed;
import io.millrace.chunklog.ObjectKind;
import io.millrace.chunklog.ObjectPath;
import io.millrace.chunklog.ObjectState;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

class MultistatusTest {

    private static final DirectoryPath LIVE = new DirectoryPath("/live/");

    @Test
    void aDirectoryIsACollection() throws Exception {
        Document answer = parsed(new Multistatus().directory(LIVE));
        assertEquals(List.of("/live/"), texts(answer, "href"));
        assertEquals(1, answer.getElementsByTagNameNS("DAV:", "collection").getLength());
    }

    @Test
    void anObjectIsToldWithAllThatIsKnownOfIt() throws Exception {
        ObjectState.Complete complete = new ObjectState.Complete(
                0xab, ContentHeaders.of("video/mp2t"), ObjectKind.SEGMENT, 10, Instant.ofEpochSecond(0));
        Document answer = parsed(new Multistatus().object(new ObjectPath("/live/", "a.ts"), complete));
        assertEquals(List.of("/live/a.ts"), texts(answer, "href"));
        assertEquals(List.of("10"), texts(answer, "getcontentlength"));
        assertEquals(List.of("video/mp2t"), texts(answer, "getcontenttype"));
        assertEquals(List.of("Thu, 01 Jan 1970 00:00:00 GMT"), texts(answer, "getlastmodified"));
        assertEquals(List.of("\"ab-a\""), texts(answer, "getetag"));
        assertEquals(0, answer.getElementsByTagNameNS("DAV:", "collection").getLength());
    }

    @Test
    void anUploadInProgressHasNoLength() throws Exception {
        ObjectState.Open open = new ObjectState.Open(1, ContentHeaders.of("video/mp2t"), ObjectKind.SEGMENT);
        Document answer = parsed(new Multistatus().growing(new ObjectPath("/live/", "a.ts"), open));
        assertEquals(List.of("/live/a.ts"), texts(answer, "href"));
        assertEquals(List.of(), texts(answer, "getcontentlength"));
    }

    @Test
    void membersFollowTheirDirectory() throws Exception {
        Document answer = parsed(new Multistatus()
                .directory(LIVE)
                .member(LIVE, new Listed.ListedDirectory("ch1"))
                .member(LIVE, new Listed.ListedObject("a.ts", 10, Instant.EPOCH, "video/mp2t")));
        assertEquals(List.of("/live/", "/live/ch1/", "/live/a.ts"), texts(answer, "href"));
        assertEquals(List.of("live", "ch1", "a.ts"), texts(answer, "displayname"));
    }

    @Test
    void namesAreSpelledSoThatNoneBreaksTheDocument() throws Exception {
        Document answer = parsed(
                new Multistatus().member(LIVE, new Listed.ListedObject("<a&b> ]]>\"'é", 1, Instant.EPOCH, "a/b")));
        assertEquals(List.of("/live/%3Ca&b%3E%20%5D%5D%3E%22'%C3%A9"), texts(answer, "href"));
        assertEquals(List.of("<a&b> ]]>\"'é"), texts(answer, "displayname"));
    }

    private static Document parsed(Multistatus answer) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
        return factory.newDocumentBuilder()
                .parse(new ByteArrayInputStream(answer.xml().getBytes(StandardCharsets.UTF_8)));
    }

    private static List<String> texts(Document document, String property) {
        NodeList found = document.getElementsByTagNameNS("DAV:", property);
        return IntStream.range(0, found.getLength())
                .mapToObj(i -> found.item(i).getTextContent())
                .toList();
    }
}
