package io.millrace.shaper.dash;

import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads an MPD's elements. Neither entities of the document's own nor anything outside of it is looked at. */
final class MpdTree {

    private static final XMLInputFactory FACTORY = factory();

    /** Real ones have fewer than ten levels. */
    private static final int MOST_LEVELS = 64;

    private MpdTree() {}

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory;
    }

    /** The root; nothing where the text is no well-formed MPD. */
    static Optional<MpdElement> read(String text) {
        try {
            XMLStreamReader reader = FACTORY.createXMLStreamReader(new StringReader(withoutMark(text)));
            try {
                return read(reader).filter(root -> root.name().equals("MPD"));
            } finally {
                reader.close();
            }
        } catch (XMLStreamException e) {
            return Optional.empty();
        }
    }

    private static String withoutMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private static Optional<MpdElement> read(XMLStreamReader reader) throws XMLStreamException {
        Deque<Open> open = new ArrayDeque<>();
        int ordinal = 0;
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    if (open.size() == MOST_LEVELS) {
                        return Optional.empty();
                    }
                    open.push(Open.of(reader, ordinal++));
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
                    open.element().text.append(reader.getText());
                case XMLStreamConstants.END_ELEMENT -> {
                    MpdElement element = open.pop().closed();
                    if (open.isEmpty()) {
                        return Optional.of(element);
                    }
                    open.element().children.add(element);
                }
                default -> {}
            }
        }
        return Optional.empty();
    }

    private record Open(
            String name, Map<String, String> attributes, List<MpdElement> children, StringBuilder text, int ordinal) {

        static Open of(XMLStreamReader reader, int ordinal) {
            Map<String, String> attributes = HashMap.newHashMap(reader.getAttributeCount());
            for (int i = 0; i < reader.getAttributeCount(); i++) {
                attributes.put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
            }
            return new Open(reader.getLocalName(), attributes, new ArrayList<>(), new StringBuilder(), ordinal);
        }

        MpdElement closed() {
            return new MpdElement(
                    name,
                    Collections.unmodifiableMap(attributes),
                    Collections.unmodifiableList(children),
                    text.toString().strip(),
                    ordinal);
        }
    }
}
