import { startSandbox } from '@mytpe-pay/sandbox';

/** The sandbox in a process of its own, so that it takes no time from whoever measures. */
const sandbox = await startSandbox({ port: 0 });
const { url: address, apiBaseUrl, payBaseUrl } = sandbox;
process.stdout.write(`${JSON.stringify({ address, apiBaseUrl, payBaseUrl })}\n`);
process.once('SIGTERM', () => void sandbox.close().then(() => process.exit(0)));
