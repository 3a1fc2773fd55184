# The broker of `./millrace up` in a container, for trials and tests where no registry has apache/kafka: the same user, port, directory
# of data and environment (KAFKA_...).
ARG JDK=eclipse-temurin:25-jdk
FROM ${JDK}
RUN mkdir -p /var/lib/kafka/data && chown 1000:1000 /var/lib/kafka/data
COPY standalone/target/quarkus-app/lib/boot /opt/kafka/libs
COPY standalone/target/quarkus-app/lib/main /opt/kafka/libs
COPY standalone/target/quarkus-app/app /opt/kafka/libs
COPY deploy/images/trial-kafka deploy/images/trial-kafka.args deploy/images/trial-kafka.properties /opt/kafka/
EXPOSE 9092
USER 1000:1000
WORKDIR /tmp
VOLUME /var/lib/kafka/data
ENTRYPOINT ["/opt/kafka/trial-kafka"]
LABEL org.opencontainers.image.title="Kafka for trials" \
    org.opencontainers.image.description="One Kafka broker that is its own controller; not for production"
