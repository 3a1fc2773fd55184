package io.millrace.control.rest;

/** How several answers are told, one after the other. */
enum LineFormat {
    /** Each is a line of JSON. */
    LINES("application/x-ndjson") {
        @Override
        String message(String json) {
            return json + "\n";
        }

        @Override
        String error(String json) {
            return json + "\n";
        }
    },
    /** Each is an event, as browsers read them; an error is one of the type {@code error}. */
    EVENTS("text/event-stream") {
        @Override
        String message(String json) {
            return "data: " + json + "\n\n";
        }

        @Override
        String error(String json) {
            return "event: error\ndata: " + json + "\n\n";
        }
    };

    private final String contentType;

    LineFormat(String contentType) {
        this.contentType = contentType;
    }

    /** What a client takes by its Accept header. */
    static LineFormat accepted(String accept) {
        return accept != null && accept.contains(EVENTS.contentType) ? EVENTS : LINES;
    }

    String contentType() {
        return contentType;
    }

    abstract String message(String json);

    abstract String error(String json);
}
