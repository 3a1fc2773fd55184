# Valkey from Debian, for trials and tests where no registry has valkey/valkey: the same user, port, directory and command.
ARG BASE
FROM ${BASE}
RUN mkdir /data && chown 999:999 /data
EXPOSE 6379
USER 999:999
WORKDIR /data
VOLUME /data
CMD ["valkey-server", "--protected-mode", "no"]
LABEL org.opencontainers.image.title="Redis for trials" \
    org.opencontainers.image.description="Valkey as Debian packages it; keeps nothing unless it is told to; not for production"
