# Channels, keys, rules and routes.
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
COPY --from=trained /opt/millrace/control/lib /opt/millrace/control/lib
COPY --from=trained /opt/millrace/control/quarkus /opt/millrace/control/quarkus
COPY --from=trained /opt/millrace/control/app /opt/millrace/control/app
COPY --from=trained /opt/millrace/control/jvm.args /opt/millrace/jvm.args
# The AOT cache is not there where the training failed.
COPY --from=trained /opt/millrace/control/quarkus-run.jar /opt/millrace/control/app.ao[t] /opt/millrace/control/
EXPOSE 8083 8443 9090 9000
USER 65532:65532
WORKDIR /var/lib/millrace
ENTRYPOINT ["/opt/java/bin/java", "@/opt/millrace/jvm.args", "-jar", "/opt/millrace/control/quarkus-run.jar"]
LABEL org.opencontainers.image.title="Millrace control plane" \
    org.opencontainers.image.description="Manages channels, keys, playback policy, shaping rules and routes"
