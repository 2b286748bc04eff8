export { type RunningSandbox, sandboxKeys, type SandboxOptions, startSandbox } from './sandbox';
