# HTTP out: every byte while it is still uploaded.
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
COPY --from=trained /opt/millrace/edge/lib /opt/millrace/edge/lib
COPY --from=trained /opt/millrace/edge/quarkus /opt/millrace/edge/quarkus
COPY --from=trained /opt/millrace/edge/app /opt/millrace/edge/app
COPY --from=trained /opt/millrace/edge/jvm.args /opt/millrace/jvm.args
# The AOT cache is not there where the training failed.
COPY --from=trained /opt/millrace/edge/quarkus-run.jar /opt/millrace/edge/app.ao[t] /opt/millrace/edge/
# Where the last word of the control plane is kept.
ENV MILLRACE_CONTROL_SNAPSHOT=/var/lib/millrace/control
VOLUME /var/lib/millrace
EXPOSE 8081 8443 9000
USER 65532:65532
WORKDIR /var/lib/millrace
ENTRYPOINT ["/opt/java/bin/java", "@/opt/millrace/jvm.args", "-jar", "/opt/millrace/edge/quarkus-run.jar"]
LABEL org.opencontainers.image.title="Millrace edge" \
    org.opencontainers.image.description="Serves objects to CDNs and players while they are still uploaded"
