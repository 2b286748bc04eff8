export { described } from './described';
export { sandboxKeys } from './keys';
export { partners } from './partners';
export { clientKey } from './sftp/keys';
export { type RunningSandbox, type SandboxOptions, startSandbox } from './sandbox';
