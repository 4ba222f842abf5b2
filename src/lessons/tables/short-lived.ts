/** Names of tables whose items are worth nothing after a while. */
export const SHORT_LIVED = /idempot|dedup|session|nonce|one-?time|rate-?limit|throttl|cache/i;
