/** Where traces go, and what is said of us there. */
export interface TracingSettings {
  /** Of an OTLP/HTTP collector; `/v1/traces` follows it. */
  endpoint: string;
  /** For the collector, to know us by. Secret. */
  headers: Readonly<Record<string, string>>;
  /** How many of the traces that begin here, or at a caller, are recorded: 0 to 1. */
  ratio: number;
  serviceName: string;
  environment: string | undefined;
  /** Whether partners are sent `traceparent`. */
  passOn: boolean;
}
