# HTTP out, badly, by rules.
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
COPY --from=trained /opt/millrace/shaper/lib /opt/millrace/shaper/lib
COPY --from=trained /opt/millrace/shaper/quarkus /opt/millrace/shaper/quarkus
COPY --from=trained /opt/millrace/shaper/app /opt/millrace/shaper/app
COPY --from=trained /opt/millrace/shaper/jvm.args /opt/millrace/jvm.args
# The AOT cache is not there where the training failed.
COPY --from=trained /opt/millrace/shaper/quarkus-run.jar /opt/millrace/shaper/app.ao[t] /opt/millrace/shaper/
# Where the last word of the control plane is kept.
ENV MILLRACE_CONTROL_SNAPSHOT=/var/lib/millrace/control
VOLUME /var/lib/millrace
EXPOSE 8082 8443 9000
USER 65532:65532
WORKDIR /var/lib/millrace
ENTRYPOINT ["/opt/java/bin/java", "@/opt/millrace/jvm.args", "-jar", "/opt/millrace/shaper/quarkus-run.jar"]
LABEL org.opencontainers.image.title="Millrace shaper" \
    org.opencontainers.image.description="Delivers streams as badly as rules say, so that players can be tested"
