package io.millrace.ingest;

import io.millrace.chunklog.Listed;
import io.millrace.chunklog.ObjectPath;
import io.millrace.chunklog.ObjectState;
import io.millrace.wire.HttpDate;
import java.time.Instant;

/** The body of an answer to PROPFIND (RFC 4918, section 13), put together one resource after the other. */
final class Multistatus {

    private final StringBuilder xml =
            new StringBuilder("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<D:multistatus xmlns:D=\"DAV:\">\n");

    Multistatus directory(DirectoryPath directory) {
        begin(directory.encoded(), directory.name());
        xml.append("<D:resourcetype><D:collection/></D:resourcetype>");
        return end();
    }

    Multistatus object(ObjectPath path, ObjectState.Complete complete) {
        begin(path.encoded(), path.name());
        whole(complete.length(), complete.modified(), complete.contentType());
        text("getetag", complete.etag());
        return end();
    }

    /** An object whose first upload is in progress: there, and of no length yet. */
    Multistatus growing(ObjectPath path, ObjectState.Open open) {
        begin(path.encoded(), path.name());
        xml.append("<D:resourcetype/>");
        text("getcontenttype", open.contentType());
        return end();
    }

    Multistatus member(DirectoryPath of, Listed member) {
        ObjectPath path = of.object(member.name());
        switch (member) {
            case Listed.ListedDirectory directory -> {
                begin(path.encoded() + "/", directory.name());
                xml.append("<D:resourcetype><D:collection/></D:resourcetype>");
            }
            case Listed.ListedObject object -> {
                begin(path.encoded(), object.name());
                whole(object.length(), object.modified(), object.contentType());
            }
        }
        return end();
    }

    /** The whole document. */
    String xml() {
        return xml + "</D:multistatus>\n";
    }

    private void begin(String href, String name) {
        xml.append("<D:response><D:href>")
                .append(escaped(href))
                .append("</D:href><D:propstat><D:prop><D:displayname>")
                .append(escaped(name))
                .append("</D:displayname>");
    }

    private void whole(long length, Instant modified, String contentType) {
        xml.append("<D:resourcetype/>");
        text("getcontentlength", Long.toString(length));
        text("getcontenttype", contentType);
        text("getlastmodified", HttpDate.of(modified));
    }

    private void text(String property, String value) {
        xml.append("<D:")
                .append(property)
                .append('>')
                .append(escaped(value))
                .append("</D:")
                .append(property)
                .append('>');
    }

    private Multistatus end() {
        xml.append("</D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response>\n");
        return this;
    }

    /** Paths hold no control characters, which XML could not express. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
