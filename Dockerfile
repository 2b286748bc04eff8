# The service's image: one for every role, told by OCMS_ROLES. `docker build -t ocms .`
# It holds no shell, no package manager and no development package, runs as user 65532, and writes to /tmp only.

FROM node:24-trixie-slim AS packages
WORKDIR /ocms
COPY package.json package-lock.json .npmrc ./
# From Node.js 22 on better-sqlite3 brings its binaries along: no package's script has to run.
RUN npm ci --omit=dev --ignore-scripts

FROM node:24-trixie-slim AS build
WORKDIR /ocms
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY tsconfig.json tsconfig.build.json ./
COPY scripts ./scripts
COPY generated ./generated
COPY src ./src
RUN node scripts/build.mjs

# What plays the partners' APIs in compose.yaml; production has none of it.
FROM build AS partners
# The image's own user "node".
USER 1000:1000
ENV OCMS_DATA_DIR=/tmp/ocms
CMD ["node", "scripts/sandbox.mjs"]

FROM gcr.io/distroless/nodejs24-debian13:nonroot AS service
WORKDIR /ocms
COPY package.json ./
COPY --from=packages /ocms/node_modules ./node_modules
COPY --from=build /ocms/generated ./generated
COPY --from=build /ocms/dist ./dist
ENV NODE_ENV=production
USER 65532:65532
EXPOSE 3000 3001 3010
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=4 \
  CMD ["/nodejs/bin/node", "-e", "fetch('http://127.0.0.1:' + (process.env.OCMS_ADMIN_PORT || 3001) + '/health/live').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Any command of the command line: `docker run ocms migrate`.
ENTRYPOINT ["/nodejs/bin/node", "--max-old-space-size=512", "dist/src/cli/ocms.js"]
CMD ["serve"]
