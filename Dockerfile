# The images of Ferryman, from programs that are built already: nothing is compiled here. `make images` (deploy/images) gathers
# the programs in a folder and builds both targets from it.
#
# BASE has the C library and libgcc_s, nothing else is needed: no shell, no user, no writable path. The default is the newest
# of its kind because the C library is compatible only one way: what was built on an older one runs on it.
ARG BASE=gcr.io/distroless/cc-debian13:nonroot

FROM ${BASE} AS ferryman
ARG VERSION=unknown
ARG REVISION=unknown
LABEL org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.vendor="Ferryman" \
      org.opencontainers.image.licenses="Apache-2.0"
# a number, so that runAsNonRoot can be checked; any other does as well
USER 65532:65532
WORKDIR /

FROM ferryman AS operator
LABEL org.opencontainers.image.title="ferryman-operator" \
      org.opencontainers.image.description="Brings Kafka clusters about from KafkaCluster resources"
COPY ferryman-operator /usr/local/bin/
ENTRYPOINT ["/usr/local/bin/ferryman-operator"]

FROM ferryman AS clients
LABEL org.opencontainers.image.title="ferryman-e2e-clients" \
      org.opencontainers.image.description="The client of the end-to-end tests, for clusters whose pods they cannot reach from where they run"
COPY e2e-go /usr/local/bin/
ENTRYPOINT ["/usr/local/bin/e2e-go"]
CMD ["idle"]

FROM ferryman AS broker
LABEL org.opencontainers.image.title="ferryman-broker" \
      org.opencontainers.image.description="A node of a Kafka cluster: broker, controller, or both"
# ferryman-node prepares a pod's directories and properties; the operator's pods name both programs by their paths
COPY ferryman-broker ferryman-node /usr/local/bin/
ENTRYPOINT ["/usr/local/bin/ferryman-broker"]
