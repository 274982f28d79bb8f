/**
 * What a page of ours may load and do: its own files and nothing else. Vue is the only one that may make HTML, since with Trusted
 * Types every other assignment of text to a place where it would run is refused.
 */
export const contentSecurityPolicy = [
  "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'", "connect-src 'self'",
  "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'", "require-trusted-types-for 'script'", 'trusted-types vue',
].join('; ')
