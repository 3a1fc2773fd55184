# The command millrace.
ARG TRAINED=millrace/trained:latest
ARG BASE=debian:trixie-slim

FROM ${TRAINED} AS trained

FROM ${BASE}
RUN echo 'millrace:x:65532:65532:Millrace:/var/lib/millrace:/usr/sbin/nologin' >>/etc/passwd \
    && echo 'millrace:x:65532:' >>/etc/group \
    && mkdir /var/lib/millrace && chown 65532:65532 /var/lib/millrace
COPY --from=trained /opt/java /opt/java
COPY --from=trained /opt/millrace/cli /opt/millrace/cli
USER 65532:65532
WORKDIR /var/lib/millrace
# As `./millrace` starts it. A read-only root filesystem is fine; contexts are in /var/lib/millrace/.config.
ENTRYPOINT ["/opt/java/bin/java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", \
    "--sun-misc-unsafe-memory-access=allow", "-jar", "/opt/millrace/cli/cli.jar"]
CMD ["--help"]
LABEL org.opencontainers.image.title="Millrace command line" \
    org.opencontainers.image.description="The command millrace: push, tail, and the control plane's channels, keys, rules, sessions and routes"
