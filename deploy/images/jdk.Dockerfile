# A JDK on Debian, where no registry has one (deploy/images/debian): the build's context is the JDK itself.
ARG BASE
FROM ${BASE}
ENV JAVA_HOME=/usr/lib/jvm/jdk
COPY . /usr/lib/jvm/jdk
