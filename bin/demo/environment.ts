/** Servers of one's own, and ports and addresses that another instance may already hold. */
const POINTS_ELSEWHERE =
  /^(DATABASE_URL|DATABASE_OWNER_URL|REDIS_URL|SMTP_URL|TEMPORAL_.*|NODE_ENV|ACCORD_PARENT|ACCORD_BASE_URL|ACCORD_(.*_)?PORT)$/;

/** The environment of the demo's own instance: its cases must never land in servers that somebody works with. Pure. */
export const ownEnvironment = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !POINTS_ELSEWHERE.test(name)));
