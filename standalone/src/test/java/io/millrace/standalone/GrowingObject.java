package io.millrace.standalone;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** An object whose upload has begun or is about to. */
public final class GrowingObject {

    private static final long LIMIT_SECONDS = 60;

    private GrowingObject() {}

    /** Asks for it until it is found: a request is held for it only after something of its directory was heard of. */
    public static ChunkedGet get(URI uri) {
        return await().atMost(LIMIT_SECONDS, TimeUnit.SECONDS).until(() -> found(uri), Objects::nonNull);
    }

    private static ChunkedGet found(URI uri) throws IOException {
        ChunkedGet get = ChunkedGet.send(uri, "Prefer: wait=10");
        if (get.status() == 200) {
            return get;
        }
        get.close();
        return null;
    }
}
