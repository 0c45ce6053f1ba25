import { upstreamContract } from '../../test/gateway-contract.ts';

upstreamContract('ext');
