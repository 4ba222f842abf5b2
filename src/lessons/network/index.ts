import { adminPortOpen } from './admin-port-open';
import { cidrOverlap } from './cidr-overlap';
import { dataPortByAddress } from './data-port-by-address';
import { dataStoreInPublicSubnet } from './data-store-in-public-subnet';
import { databasePortClosed } from './database-port-closed';
import { defaultSecurityGroup } from './default-security-group';
import { egressOpen } from './egress-open';
import { endpointPolicyOpen } from './endpoint-policy-open';
import { endpointPortClosed } from './endpoint-port-closed';
import { endpointPrivateDns } from './endpoint-private-dns';
import { endpointTypeWrong } from './endpoint-type-wrong';
import { endpointWithoutVpcDns } from './endpoint-without-vpc-dns';
import { flowLogWithoutRole } from './flow-log-without-role';
import { flowLogsMissing } from './flow-logs-missing';
import { functionWithoutExit } from './function-without-exit';
import { gatewayEndpointMissing } from './gateway-endpoint-missing';
import { gatewayUnattached } from './gateway-unattached';
import { naclOneWay } from './nacl-one-way';
import { natBeforeGateway } from './nat-before-gateway';
import { natShared } from './nat-shared';
import { natUnused } from './nat-unused';
import { networkIdDefault } from './network-id-default';
import { networkIdHardCoded } from './network-id-hard-coded';
import { peeringWithoutRoute } from './peering-without-route';
import { publicSubnetWithoutRoute } from './public-subnet-without-route';
import { routeBeforeGateway } from './route-before-gateway';
import { ruleWithoutDescription } from './rule-without-description';
import { securityGroupOpen } from './security-group-open';
import { securityGroupText } from './security-group-text';
import { subnetGroupOneZone } from './subnet-group-one-zone';
import { subnetWithoutRouteTable } from './subnet-without-route-table';
import { zoneHardCoded } from './zone-hard-coded';
import { Lesson } from '../lesson';

export const NETWORK: readonly Lesson[] = [
  adminPortOpen, cidrOverlap, dataPortByAddress, dataStoreInPublicSubnet, databasePortClosed, defaultSecurityGroup, egressOpen,
  endpointPolicyOpen, endpointPortClosed, endpointPrivateDns, endpointTypeWrong, endpointWithoutVpcDns, flowLogWithoutRole, flowLogsMissing,
  functionWithoutExit, gatewayEndpointMissing, gatewayUnattached, naclOneWay, natBeforeGateway, natShared, natUnused,
  networkIdDefault, networkIdHardCoded,
  peeringWithoutRoute, publicSubnetWithoutRoute, routeBeforeGateway, ruleWithoutDescription, securityGroupOpen, securityGroupText,
  subnetGroupOneZone, subnetWithoutRouteTable, zoneHardCoded,
];
