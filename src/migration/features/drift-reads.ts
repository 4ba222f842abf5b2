/** Placeholder until the template is known. */
export const READS: string[] = ['ec2:DescribeVpcs'];
