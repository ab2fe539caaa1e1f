/**
 * Headers of every answer. The page runs only its own scripts, talks only to its own server, the configured
 * basemaps and routing servers, and is not framed. Workers are blobs because MapLibre makes them so; `style`
 * attributes are allowed because charts and popups position themselves by them, style sheets are not
 * allowed inline.
 *
 * @param basemapOrigins origins beside our own that tiles and styles may come from
 * @param secure         served over TLS
 * @param routingOrigins origins that the page asks for ways and plans, and takes no pictures from
 */
export function securityHeaders(
  basemapOrigins: readonly string[],
  secure: boolean,
  routingOrigins: readonly string[] = [],
): Record<string, string> {
  const outside = basemapOrigins.map((origin) => ` ${origin}`).join('');
  const asked = routingOrigins.map((origin) => ` ${origin}`).join('');
  const policy = [
    `default-src 'self'`,
    `script-src 'self'`,
    `style-src 'self'`,
    `style-src-attr 'unsafe-inline'`,
    `img-src 'self' data: blob:${outside}`,
    `font-src 'self' data:`,
    `connect-src 'self' data: blob:${outside}${asked}`,
    `worker-src 'self' blob:`,
    `object-src 'none'`,
    `base-uri 'none'`,
    `form-action 'self'`,
    `frame-ancestors 'none'`,
  ].join('; ');
  return {
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    // The keys of some basemaps are bound to the address of the site that uses them.
    'referrer-policy': 'strict-origin-when-cross-origin',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': 'geolocation=(self), camera=(self), microphone=()',
    ...(secure ? { 'strict-transport-security': 'max-age=31536000' } : {}),
  };
}
