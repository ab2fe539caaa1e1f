import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal } from './notices.ts';

/** The outside routing servers, as the application reads them from /config.json. */
export type RoutingSettings = Readonly<Record<string, unknown>>;

const fileName = 'routing.json';

/**
 * The outside routing servers of a city: `routing.json` in its data folder, an object which is handed to the
 * application as it is. Without the file there are none: ways are computed from the imported roads, and
 * nothing leaves the configured backend.
 *
 * @throws Refusal when the file is not such an object
 */
export function readRouting(dataDirectory: string): RoutingSettings {
  const path = join(dataDirectory, fileName);
  if (!existsSync(path)) return {};
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    value = undefined;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Refusal(
      `路径服务配置 ${path} 有误：应为 JSON 对象，含 osrm 或 vroom`,
      `The routing settings ${path} are wrong: a JSON object with osrm or vroom is expected.`,
    );
  }
  return value as RoutingSettings;
}

/** The origins that the settings name as `url`, for the content security policy. */
export function routingOrigins(settings: unknown): string[] {
  if (typeof settings !== 'object' || settings === null) return [];
  const origins = Object.entries(settings).flatMap(([name, value]) =>
    name === 'url' && typeof value === 'string' ? originOf(value) : routingOrigins(value),
  );
  return [...new Set(origins)];
}

function originOf(address: string): string[] {
  if (!URL.canParse(address)) return [];
  const { protocol, origin } = new URL(address);
  return protocol === 'http:' || protocol === 'https:' ? [origin] : [];
}
