# syntax=docker/dockerfile:1

FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.m2 \
    case $(uname -m) in aarch64) platform=linux-arm64v8 ;; *) platform=linux-amd64 ;; esac \
    && mvn -B -ntp -Pdist -Ddist.platform=$platform -Dmaven.test.skip=true package -pl bootstrap -am \
    && mkdir /clubroom \
    && tar -xzf bootstrap/target/clubroom-*.tar.gz -C /clubroom --strip-components=1

FROM eclipse-temurin:25-jre
RUN useradd --system --uid 10001 --home-dir /var/lib/clubroom clubroom \
    && install -d -o clubroom -g clubroom -m 0700 /var/lib/clubroom \
    && install -d -o clubroom -g clubroom /opt/clubroom/aot
COPY --from=build /clubroom /opt/clubroom
# By number, so that Kubernetes can see that it is not root.
USER 10001
WORKDIR /var/lib/clubroom
# Faster starts of every container.
RUN /opt/clubroom/clubroom train /opt/clubroom/aot/clubroom.aot || echo "The image has no AOT cache."
ENV HOST=0.0.0.0 PORT=8080 DATA_DIR=/var/lib/clubroom AOT_CACHE=/opt/clubroom/aot/clubroom.aot
VOLUME /var/lib/clubroom
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --start-interval=3s \
    CMD ["/opt/clubroom/clubroom", "health"]
ENTRYPOINT ["/opt/clubroom/clubroom"]
