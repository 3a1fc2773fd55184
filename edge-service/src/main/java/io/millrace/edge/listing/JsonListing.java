package io.millrace.edge.listing;

import io.millrace.chunklog.Listed.ListedDirectory;
import io.millrace.chunklog.Listed.ListedObject;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** A listing for programs. */
final class JsonListing {

    private JsonListing() {}

    static String of(Listing listing) {
        JsonArray entries = new JsonArray();
        listing.entries()
                .forEach(entry -> entries.add(
                        switch (entry) {
                            case ListedDirectory directory ->
                                new JsonObject().put("name", directory.name()).put("type", "directory");
                            case ListedObject object ->
                                new JsonObject()
                                        .put("name", object.name())
                                        .put("type", "object")
                                        .put("bytes", object.length())
                                        .put("modified", object.modified().toString())
                                        .put("contentType", object.contentType());
                        }));
        return new JsonObject()
                        .put("directory", listing.directory())
                        .put("whole", listing.whole())
                        .put("entries", entries)
                        .encode()
                + "\n";
    }
}
