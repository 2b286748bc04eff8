// The partner sandbox as a process of its own, so that its work takes no time from anybody else's event loop.
import { startSandbox } from '../../../src/partner-sandbox/index';
import { say } from './talk';

void startSandbox({ httpPort: 0, smtpPort: 0 }).then(({ url, smtpUrl }) => say('ready', { url, smtpUrl }));
