import { gatewayContract } from '../../test/gateway-contract.ts';

gatewayContract('v2');
