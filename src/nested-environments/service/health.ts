/** The health check of the container: the image has no curl. `CMD ["node", "/app/health.js"]`. */
fetch(`http://127.0.0.1:${process.env.PORT ?? '8080'}/health`, { signal: AbortSignal.timeout(2_000) })
  .then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1));
