import { AsyncLocalStorage } from 'node:async_hooks';

/** The request that is being answered: what each line logged meanwhile is told with. */
export interface RequestContext {
  readonly requestId: string;
  /** Known once the caller is. */
  readonly partner?: string | undefined;
}

const requests = new AsyncLocalStorage<RequestContext | undefined>();

/** Runs work, and all that it starts, as part of a request. */
export const withinRequest = <T>(request: RequestContext, work: () => T): T => requests.run(request, work);

/** Runs work that only happens to begin within a request: it is done for many. */
export const outsideRequests = <T>(work: () => T): T => requests.run(undefined, work);

export const currentRequest = (): RequestContext | undefined => requests.getStore();
