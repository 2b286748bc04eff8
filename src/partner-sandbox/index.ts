export { partners } from './partners';
export { clientKey } from './sftp/keys';
export { type RunningSandbox, sandboxKeys, type SandboxOptions, startSandbox } from './sandbox';
