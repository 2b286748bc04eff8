import {
  BLOB,
  type BlobFault,
  type Fault,
  type FaultSetting,
  type HttpFault,
  MAIL,
  type MailFault,
  type SftpFault,
} from './catalogue';

/** The faults that are set: those for a number of requests in their order, then the one that stays, if any. */
export class FaultBook {
  private readonly queues = new Map<string, { fault: Fault; left: number }[]>();
  private readonly staying = new Map<string, Fault>();

  set({ operation, times, fault }: FaultSetting): void {
    if (times === undefined) this.staying.set(operation, fault);
    else this.queues.set(operation, [...(this.queues.get(operation) ?? []), { fault, left: times }]);
  }

  takeForOperation(operation: string): HttpFault | undefined {
    return this.take(operation) as HttpFault | undefined;
  }

  takeForMail(): MailFault | undefined {
    return this.take(MAIL) as MailFault | undefined;
  }

  takeForSftp(operation: string): SftpFault | undefined {
    return this.take(operation) as SftpFault | undefined;
  }

  takeForBlob(): BlobFault | undefined {
    return this.take(BLOB) as BlobFault | undefined;
  }

  private take(operation: string): Fault | undefined {
    const queue = this.queues.get(operation) ?? [];
    const next = queue[0];
    if (!next) return this.staying.get(operation);
    next.left -= 1;
    if (next.left === 0) queue.shift();
    return next.fault;
  }

  /** What is set, in the order it will happen; `times` is missing where a fault stays. */
  list(): ({ operation: string; times?: number } & Fault)[] {
    return [
      ...[...this.queues].flatMap(([operation, queue]) =>
        queue.map(({ fault, left }) => ({ operation, times: left, ...fault })),
      ),
      ...[...this.staying].map(([operation, fault]) => ({ operation, ...fault })),
    ];
  }

  clear(operation?: string): void {
    for (const faults of [this.queues, this.staying]) {
      if (operation === undefined) faults.clear();
      else faults.delete(operation);
    }
  }
}
