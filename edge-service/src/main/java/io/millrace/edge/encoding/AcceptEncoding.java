package io.millrace.edge.encoding;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a client takes: {@code Accept-Encoding} (RFC 9110, section 12.5.3). */
public final class AcceptEncoding {

    private static final int UNSAID = -1;
    private static final int MOST = 1000;

    /** Weights in thousandths, of the codings that the client names. */
    private final Map<ContentCoding, Integer> weights = new EnumMap<>(ContentCoding.class);

    /** The weight of {@code *}, or {@link #UNSAID}. */
    private int anyOther = UNSAID;

    private AcceptEncoding() {}

    /**
     * The coding in which an object is sent. One that is not worth it is compressed only for the client that refuses
     * it as it is; a client that refuses everything that there is gets the object as it is, as the RFC lets a server do.
     *
     * @param length the object's bytes as they are
     */
    public static ContentCoding choose(HttpHeaders request, String contentType, long length) {
        if (!Compressible.type(contentType)) {
            return ContentCoding.IDENTITY;
        }
        List<String> fields = request.getAll(HttpHeaderNames.ACCEPT_ENCODING);
        return fields.isEmpty()
                ? ContentCoding.IDENTITY
                : parse(String.join(",", fields)).best(length >= Compressible.LEAST_BYTES);
    }

    static AcceptEncoding parse(String field) {
        AcceptEncoding accepted = new AcceptEncoding();
        for (String element : field.split(",", -1)) {
            int parameters = element.indexOf(';');
            String name = (parameters < 0 ? element : element.substring(0, parameters))
                    .strip()
                    .toLowerCase(Locale.ROOT);
            accepted.note(name, parameters < 0 ? MOST : weight(element.substring(parameters + 1)));
        }
        return accepted;
    }

    private void note(String name, int weight) {
        switch (name) {
            case "gzip", "x-gzip" -> weights.put(ContentCoding.GZIP, weight);
            case "zstd" -> weights.put(ContentCoding.ZSTD, weight);
            case "identity" -> weights.put(ContentCoding.IDENTITY, weight);
            case "*" -> anyOther = weight;
            default -> {}
        }
    }

    /**
     * The coding that the client likes best; of those that it likes equally the first of {@link ContentCoding}.
     *
     * @param worth whether compression is worth it; else the object goes as it is, where the client takes that
     */
    ContentCoding best(boolean worth) {
        int asItIs = weight(ContentCoding.IDENTITY);
        if (!worth && asItIs > 0) {
            return ContentCoding.IDENTITY;
        }
        ContentCoding best = ContentCoding.IDENTITY;
        int most = weights.containsKey(ContentCoding.IDENTITY) ? Math.max(0, asItIs - 1) : 0;
        for (ContentCoding coding : List.of(ContentCoding.GZIP, ContentCoding.ZSTD)) {
            int weight = weight(coding);
            if (weight > most && coding.available()) {
                best = coding;
                most = weight;
            }
        }
        return best;
    }

    /** Uncoded is taken unless it is refused; a coding is taken only where it is said. */
    private int weight(ContentCoding coding) {
        Integer said = weights.get(coding);
        if (said != null) {
            return said;
        }
        if (anyOther != UNSAID) {
            return anyOther;
        }
        return coding == ContentCoding.IDENTITY ? 1 : 0;
    }

    /** {@code q=0.8}, in thousandths; what is no weight counts as none said, which is the most. */
    private static int weight(String parameters) {
        for (String parameter : parameters.split(";", -1)) {
            String said = parameter.strip();
            if (said.length() > 2 && (said.charAt(0) == 'q' || said.charAt(0) == 'Q') && said.charAt(1) == '=') {
                return thousandths(said.substring(2).strip());
            }
        }
        return MOST;
    }

    private static int thousandths(String weight) {
        try {
            double value = Double.parseDouble(weight);
            return value >= 0 && value <= 1 ? (int) Math.round(value * MOST) : MOST;
        } catch (NumberFormatException e) {
            return MOST;
        }
    }
}
