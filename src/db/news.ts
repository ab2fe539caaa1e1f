import type { News } from '../domain/issues/news.ts';
import { callFunction } from './call.ts';
import type { DatabaseClient } from './client.ts';

export function fetchNews(client: DatabaseClient, signal?: AbortSignal): Promise<News> {
  return callFunction<News>(client, 'my_news', {}, signal);
}

/** @param eventId the latest event that was read */
export async function markNewsRead(client: DatabaseClient, eventId: number): Promise<void> {
  await callFunction<unknown>(client, 'mark_news_read', { up_to: eventId });
}
