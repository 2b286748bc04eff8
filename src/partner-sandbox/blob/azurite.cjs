// Azurite in a thread of its own, so that loading it holds up nobody. All in memory, on any free port; says the port, and
// empties the container when asked.
const { parentPort, workerData } = require('node:worker_threads');
const { BlobServiceClient, StorageSharedKeyCredential } = require('@azure/storage-blob');
const { default: BlobConfiguration } = require('azurite/dist/src/blob/BlobConfiguration');
const { default: BlobServer } = require('azurite/dist/src/blob/BlobServer');

const { account, key, container: name } = workerData;

/** Its constructor takes all by position: this names what differs from the defaults. */
function configuration({ host, port, keepAliveSeconds }) {
  const asUsual = undefined;
  const [noAccessLog, noDebugLog, strict, anyApiVersion, inMemory] = [false, false, false, true, true];
  return new BlobConfiguration(
    ...[host, port, keepAliveSeconds],
    ...[asUsual, asUsual, asUsual], // where it would keep data
    ...[noAccessLog, asUsual, noDebugLog, asUsual],
    ...[strict, anyApiVersion],
    ...['', '', '', asUsual, false], // no TLS, no OAuth
    inMemory,
  );
}

async function run() {
  const server = new BlobServer(configuration({ host: '127.0.0.1', port: 0, keepAliveSeconds: 120 }));
  await server.start();
  const { port } = new URL(server.getHttpServerAddress());
  const url = `http://127.0.0.1:${port}/${account}`;
  const service = new BlobServiceClient(url, new StorageSharedKeyCredential(account, key));
  const container = service.getContainerClient(name);
  await container.create();
  parentPort.on('message', async () => {
    for await (const blob of container.listBlobsFlat()) await container.deleteBlob(blob.name);
    parentPort.postMessage({ emptied: true });
  });
  parentPort.postMessage({ port: Number(port) });
}

run();
