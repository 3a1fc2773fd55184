package io.millrace.helm;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** YAML, in which a key that is there twice is an error. */
final class Yaml {

    private static final ObjectMapper MAPPER = YAMLMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();

    private Yaml() {}

    /** A map; an empty one where there is nothing but comments. */
    static ObjectNode map(String text) {
        try {
            JsonNode read = MAPPER.readTree(text);
            return read instanceof ObjectNode map ? map : MAPPER.createObjectNode();
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(text, e);
        }
    }

    static ObjectNode map(Path file) {
        try {
            return map(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<JsonNode> documents(String text) {
        List<JsonNode> found = new ArrayList<>();
        try (MappingIterator<JsonNode> documents =
                MAPPER.readerFor(JsonNode.class).readValues(text)) {
            while (documents.hasNext()) {
                JsonNode document = documents.next();
                if (document != null && document.isObject()) {
                    found.add(document);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(text, e);
        }
        return found;
    }

    /** What Helm makes of several files of values: maps are merged, all else is replaced by the later one. */
    static ObjectNode merged(ObjectNode... parts) {
        ObjectNode whole = MAPPER.createObjectNode();
        for (ObjectNode part : parts) {
            merge(whole, part);
        }
        return whole;
    }

    private static void merge(ObjectNode whole, ObjectNode part) {
        part.properties().forEach(field -> {
            if (whole.get(field.getKey()) instanceof ObjectNode inner && field.getValue() instanceof ObjectNode other) {
                merge(inner, other);
            } else {
                whole.set(field.getKey(), field.getValue().deepCopy());
            }
        });
    }

    static String text(JsonNode node) {
        try {
            return MAPPER.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
