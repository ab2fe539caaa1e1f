import type * as Lite from '@supabase/lite';

/**
 * Imports @supabase/lite without the warning of supabase-js, which it brings along: that Node 20 is
 * to be replaced. lite uses nothing of it that needs a newer Node.
 */
export async function importLite(): Promise<typeof Lite> {
  const { warn } = console;
  console.warn = () => undefined;
  try {
    return await import('@supabase/lite');
  } finally {
    console.warn = warn;
  }
}
