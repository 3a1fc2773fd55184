# HTTP in: uploads with chunked PUT.
ARG TRAINED=millrace/trained:latest
ARG BASE=debian:trixie-slim

FROM ${TRAINED} AS trained

FROM ${BASE}
RUN echo 'millrace:x:65532:65532:Millrace:/var/lib/millrace:/usr/sbin/nologin' >>/etc/passwd \
    && echo 'millrace:x:65532:' >>/etc/group \
    && mkdir /var/lib/millrace && chown 65532:65532 /var/lib/millrace
COPY --from=trained /opt/java /opt/java
COPY --from=trained /opt/millrace/native /opt/millrace/native
# From what seldom changes to what always does.
COPY --from=trained /opt/millrace/ingest/lib /opt/millrace/ingest/lib
COPY --from=trained /opt/millrace/ingest/quarkus /opt/millrace/ingest/quarkus
COPY --from=trained /opt/millrace/ingest/app /opt/millrace/ingest/app
COPY --from=trained /opt/millrace/ingest/jvm.args /opt/millrace/jvm.args
# The AOT cache is not there where the training failed.
COPY --from=trained /opt/millrace/ingest/quarkus-run.jar /opt/millrace/ingest/app.ao[t] /opt/millrace/ingest/
# Where the last word of the control plane is kept.
ENV MILLRACE_CONTROL_SNAPSHOT=/var/lib/millrace/control
VOLUME /var/lib/millrace
EXPOSE 8080 8443 9000
USER 65532:65532
WORKDIR /var/lib/millrace
ENTRYPOINT ["/opt/java/bin/java", "@/opt/millrace/jvm.args", "-jar", "/opt/millrace/ingest/quarkus-run.jar"]
LABEL org.opencontainers.image.title="Millrace ingest" \
    org.opencontainers.image.description="Takes uploads with chunked PUT, and stores every byte as it comes"
