# The Java runtime, and the services with what their JVMs have learned under load. What is shipped is copied from here.
ARG JDK=eclipse-temurin:25-jdk

FROM ${JDK} AS runtime
# What the services and their libraries use; the last row is for who looks into a running JVM (jcmd).
RUN "$JAVA_HOME/bin/jlink" --output /runtime --no-header-files --no-man-pages --add-modules \
java.base,java.logging,java.management,java.naming,java.security.jgss,java.security.sasl,java.sql,java.xml,\
jdk.crypto.ec,jdk.management,jdk.naming.dns,jdk.net,jdk.security.auth,jdk.unsupported,jdk.zipfs,\
jdk.jcmd,jdk.jfr,jdk.management.jfr

FROM ${JDK}
COPY --from=runtime /runtime /opt/java
# The times of these files are part of an AOT cache: every COPY from here on keeps them.
COPY ingest-service/target/quarkus-app /opt/millrace/ingest
COPY edge-service/target/quarkus-app /opt/millrace/edge
COPY shaper-service/target/quarkus-app /opt/millrace/shaper
COPY control-plane/target/quarkus-app /opt/millrace/control
COPY cli/target/cli.jar /opt/millrace/cli/cli.jar
COPY cli/target/lib /opt/millrace/cli/lib
COPY deploy/jvm.args deploy/images/container.args deploy/images/prepare deploy/images/train /build/deploy/
RUN /build/deploy/prepare
COPY standalone/target/quarkus-app /build/standalone/target/quarkus-app
COPY bench/target/bench.jar /build/bench/bench.jar
COPY bench/target/lib /build/bench/lib
ARG TRAIN=true
RUN /build/deploy/train "$TRAIN"
