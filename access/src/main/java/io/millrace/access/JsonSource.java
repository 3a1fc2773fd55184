package io.millrace.access;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JSON text that is read token by token, so that every complaint can name the line. Used once, by one thread. */
final class JsonSource {

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final Path file;
    private final JsonParser parser;

    /** A text and the place where it was found. */
    record Text(String value, Place place) {}

    /** Takes a field whose value comes next. */
    interface Fields {
        void field(String name, Place place) throws IOException;
    }

    /** Reads a text. */
    interface Reading {
        void of(JsonSource source) throws IOException;
    }

    private JsonSource(Path file, JsonParser parser) {
        this.file = file;
        this.parser = parser;
    }

    /**
     * Reads a whole text.
     *
     * @throws InvalidRulesException if it is not JSON, or the reading does not like it
     */
    static void read(Path file, byte[] text, Reading reading) {
        try (JsonParser parser = JSON.createParser(text)) {
            JsonSource source = new JsonSource(file, parser);
            parser.nextToken();
            reading.of(source);
            if (parser.nextToken() != null) {
                throw source.here().wrong("there is more after the closing brace");
            }
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            // What Jackson adds about where it has read from says nothing here.
            String reason = e.getOriginalMessage().replaceAll("\\s+", " ").replaceAll(" \\(start marker at .*\\)$", "");
            throw new Place(file, line).wrong("this is not JSON: " + reason);
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory can be read", e);
        }
    }

    Place here() {
        return new Place(file, parser.currentTokenLocation().getLineNr());
    }

    /** Reads an object whose beginning is the present token. */
    void object(String what, Fields fields) throws IOException {
        expect(JsonToken.START_OBJECT, what, "an object {…}");
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            Place place = here();
            parser.nextToken();
            fields.field(name, place);
        }
    }

    /** Reads the list of texts whose beginning is the present token. */
    List<Text> texts(String what) throws IOException {
        expect(JsonToken.START_ARRAY, what, "a list […]");
        List<Text> texts = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            texts.add(new Text(text("an entry of " + what), here()));
        }
        return texts;
    }

    /** Reads the text that is the present token. */
    String text(String what) throws IOException {
        expect(JsonToken.VALUE_STRING, what, "a text in quotation marks");
        return parser.getText();
    }

    private void expect(JsonToken token, String what, String form) {
        if (parser.currentToken() != token) {
            throw here().wrong(what + " must be " + form);
        }
    }
}
