import { onceByText } from '../../template';

/** Accounts that AWS's documentation uses, and such as nobody has. */
export const isExampleAccount = (account: string): boolean => /^(123456789012|111122223333|444455556666|777788889999|(\d)\2{11})$/.test(account);

const ID = '(?:vpc|subnet|sg|ami|i|igw|rtb|eni|vol|acl|nat|tgw|eipalloc|pcx|snap|lt|vpce|tgw-attach|pl)';
const PATTERNS: readonly RegExp[] = [
  new RegExp(`^${ID}-(x+|0?1234\\w*|0?abc\\w*|(0+|1+)|0?123abc\\w*|0?0123456789\\w*|1a2b3c\\w*|placeholder.*|example.*|your.*)$`, 'i'),
  /^(subnet|vpc|sg|ami)-(id|example\w*|placeholder\w*|private\d*|public\d*)$/i,
  /(^|[^a-z])(change[-_ ]?me|replace[-_ ]?me|replace[-_ ]?with|to[-_]be[-_]replaced|insert[-_]your|fill[-_]me)([^a-z]|$)/i,
  /(^|[^a-z0-9])your[-_ ]?(\w+[-_ ])?(bucket|account|domain|email|region|vpc|subnet|key|id|arn|org|repo|image|company|name|certificate|project|user(name)?|secret|token|password|cert|company|ami)s?([^a-z]|$)/i,
  /^<(your|replace|insert|account|region|enter)[^>]*>$|<(YOUR|REPLACE|ACCOUNT)[\w -]*>/i,
  /\barn:[^:]*:[\w-]+:[^:]*:(123456789012|111122223333|444455556666|(\d)\2{11}):/,
  /^(123456789012|111122223333|000000000000|111111111111)(\.dkr\.ecr\..*)?$/,
  /\bcertificate\/(12345678-1234-1234-1234-1234567890(12|ab)|0{8}-0{4}-0{4}-0{4}-0{12}|[a-z]*(example|placeholder|xxxx)[\w-]*)/i,
  /^Z(1234567890\w*|0?123456789\w*|X{6,}|EXAMPLE\w*)$/,
  /\bplaceholder\b/i,
  /^x{4,}$/i,
];
/** Reserved for examples: nobody can own or confirm them. */
const DOMAIN = /(^|[@./])example\.(com|org|net)\b/i;

/** A domain of an example. */
export const isExampleDomain = (text: string): boolean => DOMAIN.test(text);

/** Whether a text is not meant to be deployed as it is. */
export const isPlaceholder = onceByText((text): boolean => PATTERNS.some((pattern) => pattern.test(text)));
