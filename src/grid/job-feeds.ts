import type { JobEvent } from '../../schema/wire';
import type { IDiffusionClient } from '../tokens';

export type FeedListener = { onEvent(event: JobEvent): void; onRefusal(reason: unknown): void };
type Feed = { listeners: Set<FeedListener>; line: AbortController };

/**
 * One event stream for each job, however many views show it: a notebook, its second view and the main area may all show the same grid.
 */
export class JobFeeds {
  private readonly feeds = new Map<string, Feed>();

  constructor(private readonly client: Pick<IDiffusionClient, 'follow'>) {}

  /**
   * Passes on the events of a job until the returned function is called. Who has read the job at a number is told what came `since`, unless
   * a stream is open already.
   */
  listen(id: string, listener: FeedListener, since?: number): () => void {
    const feed = this.feeds.get(id) ?? this.open(id, since);
    feed.listeners.add(listener);
    return () => {
      feed.listeners.delete(listener);
      if (feed.listeners.size === 0) {
        this.close(id, feed);
      }
    };
  }

  /** True when a stream of this job is open, so that a new listener has missed its snapshot. */
  isOpen(id: string): boolean {
    return this.feeds.has(id);
  }

  private open(id: string, since?: number): Feed {
    const feed: Feed = { listeners: new Set(), line: new AbortController() };
    this.feeds.set(id, feed);
    this.client
      .follow(id, event => feed.listeners.forEach(listener => listener.onEvent(event)), feed.line.signal, {
        since
      })
      .catch(reason => {
        if (!feed.line.signal.aborted) {
          feed.listeners.forEach(listener => listener.onRefusal(reason));
        }
      })
      .finally(() => this.close(id, feed));
    return feed;
  }

  private close(id: string, feed: Feed): void {
    feed.line.abort();
    if (this.feeds.get(id) === feed) {
      this.feeds.delete(id);
    }
  }
}

const ofClient = new WeakMap<object, JobFeeds>();

/** The feeds of a client, shared by every grid of the page. */
export function feedsOf(client: IDiffusionClient): JobFeeds {
  const feeds = ofClient.get(client) ?? new JobFeeds(client);
  ofClient.set(client, feeds);
  return feeds;
}
