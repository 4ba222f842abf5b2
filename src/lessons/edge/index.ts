import { aliasZoneWrong } from './alias-zone-wrong';
import { certificateHardCoded } from './certificate-hard-coded';
import { certificateWaits } from './certificate-waits';
import { cloudFrontCertificateRegion } from './cloud-front-certificate-region';
import { cloudFrontLogs } from './cloud-front-logs';
import { cloudFrontOai } from './cloud-front-oai';
import { cloudFrontOriginOpen } from './cloud-front-origin-open';
import { cloudFrontPlain } from './cloud-front-plain';
import { cloudFrontTlsOld } from './cloud-front-tls-old';
import { failoverSlow } from './failover-slow';
import { failoverWithoutHealthCheck } from './failover-without-health-check';
import { healthCheckUnreachable } from './health-check-unreachable';
import { hostedZoneNameDot } from './hosted-zone-name-dot';
import { listenerPlain } from './listener-plain';
import { listenerPortClosed } from './listener-port-closed';
import { listenerTlsOld } from './listener-tls-old';
import { listenerWithoutCertificate } from './listener-without-certificate';
import { loadBalancerDropHeaders } from './load-balancer-drop-headers';
import { loadBalancerLogs } from './load-balancer-logs';
import { loadBalancerOneZone } from './load-balancer-one-zone';
import { loadBalancerWithoutListener } from './load-balancer-without-listener';
import { originPlain } from './origin-plain';
import { reservedDomain } from './reserved-domain';
import { targetGroupHealthCheck } from './target-group-health-check';
import { targetTypeMismatch } from './target-type-mismatch';
import { wafMissing } from './waf-missing';
import { wafScope } from './waf-scope';
import { wafUnlogged } from './waf-unlogged';
import { wafWithoutRules } from './waf-without-rules';
import { Lesson } from '../lesson';

export const EDGE: readonly Lesson[] = [
  aliasZoneWrong, certificateHardCoded, certificateWaits, cloudFrontCertificateRegion, cloudFrontLogs, cloudFrontOai, cloudFrontOriginOpen,
  cloudFrontPlain, cloudFrontTlsOld, failoverSlow, failoverWithoutHealthCheck, healthCheckUnreachable, hostedZoneNameDot, listenerPlain,
  listenerPortClosed, listenerTlsOld, listenerWithoutCertificate, loadBalancerDropHeaders, loadBalancerLogs, loadBalancerOneZone,
  loadBalancerWithoutListener, originPlain, reservedDomain, targetGroupHealthCheck, targetTypeMismatch, wafMissing, wafScope, wafUnlogged,
  wafWithoutRules,
];
