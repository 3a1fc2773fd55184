package io.millrace.control.client;

import io.millrace.proto.control.v1.ServiceKind;

/** A service's name as settings, metrics, threads and files have it. */
final class ServiceName {

    private ServiceName() {}

    static String of(ServiceKind kind) {
        return switch (kind) {
            case SERVICE_KIND_INGEST -> "ingest";
            case SERVICE_KIND_EDGE -> "edge";
            case SERVICE_KIND_SHAPER -> "shaper";
            case SERVICE_KIND_UNSPECIFIED, UNRECOGNIZED ->
                throw new IllegalArgumentException("not a service of the data plane: " + kind);
        };
    }
}
