FROM node:22-slim
WORKDIR /app
COPY . .
RUN npm ci --no-audit && npm run -s build:web && mkdir /data && chown node /data
USER node
ENV SALESOPS_HOME=/data NODE_ENV=production
VOLUME /data
EXPOSE 4000
HEALTHCHECK --interval=30s --start-period=120s CMD ["node", "-e", "fetch('http://127.0.0.1:4000/readyz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "--import", "tsx/esm", "cli/main.ts"]
CMD ["start"]
