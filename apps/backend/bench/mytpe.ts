import { startSandbox } from '@mytpe-pay/sandbox';

/** The sandbox in a separate process, so that it takes no processor time from the benchmark. */
const sandbox = await startSandbox({ port: 0 });
const { url: address, apiBaseUrl, payBaseUrl } = sandbox;
process.stdout.write(`${JSON.stringify({ address, apiBaseUrl, payBaseUrl })}\n`);
process.once('SIGTERM', () => void sandbox.close().then(() => process.exit(0)));
