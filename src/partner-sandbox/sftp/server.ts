import { createServer, type AddressInfo, type Socket } from 'node:net';
import { type AuthContext, type ParsedKey, type PublicKeyAuthContext, Server, utils } from 'ssh2';
import type { ArrivalRecord, FilePartner } from '../arrivals';
import type { FaultBook } from '../faults/book';
import { sftpOperation } from '../faults/catalogue';
import { clientKey, hostKey, wrongHostKey } from './keys';
import { serveFiles } from './session';

/** Who logs in at every server of the sandbox, with the partner's key as password. */
export const SFTP_USER = 'ocms';

export interface SftpServer {
  readonly port: number;
  /** Ends at once. */
  close(): Promise<void>;
}

/** A partner's SFTP server over a folder of this machine's. */
export async function startSftpServer({
  host,
  port,
  partner,
  password,
  folder,
  arrivals,
  faults,
  beforeList,
}: {
  host: string;
  port: number;
  partner: FilePartner;
  password: string;
  folder: string;
  arrivals: ArrivalRecord;
  faults: FaultBook;
  beforeList?: ((folder: string) => Promise<void>) | undefined;
}): Promise<SftpServer> {
  const sockets = new Set<Socket>();
  const [right, wrong] = [hostKey().privateKey, wrongHostKey().privateKey];
  const operation = sftpOperation(partner);

  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    // A connection cut by its other end is nothing to report.
    socket.on('error', () => undefined);
    const fault = faults.takeForSftp(operation);
    if (fault?.fault === 'refuse') return void socket.resetAndDestroy();
    const hostKeys = [fault?.fault === 'host-key' ? wrong : right];
    // A server of its own for each connection: what it shows is the fault's to say.
    new Server({ hostKeys, ident: 'sandbox' }, (client) => {
      client.on('error', () => undefined);
      client.on('authentication', (login) => {
        if (fault?.fault !== 'login' && mayEnter(login, password)) login.accept();
        else login.reject(['password', 'publickey']);
      });
      client.on('session', (accept) => {
        accept().on('sftp', (acceptSftp) =>
          serveFiles(acceptSftp(), {
            place: partner.toLowerCase(),
            root: folder,
            arrivals,
            fault,
            cut: () => void socket.resetAndDestroy(),
            beforeList,
          }),
        );
      });
    }).injectSocket(socket);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function mayEnter(login: AuthContext, password: string): boolean {
  if (login.username !== SFTP_USER) return false;
  if (login.method === 'password') return login.password === password;
  return login.method === 'publickey' && login.key.data.equals(clientKey().publicKey) && isSigned(login);
}

/** Without a signature a client only asks whether the key would do. */
function isSigned({ signature, blob, hashAlgo }: PublicKeyAuthContext): boolean {
  if (signature === undefined || blob === undefined) return signature === undefined;
  const key = utils.parseKey(clientKey().privateKey) as ParsedKey;
  return key.verify(blob, signature, hashAlgo) === true;
}
