import * as z from 'zod';

/** What the constructs leave in a secret until somebody fills it in, and what people write meanwhile. */
const PLACEHOLDER = /replace|change[-_ ]?me|placeholder|^todo|^x+$|^\*+$|^<.*>$/i;

/** A secret that somebody has really set. */
export const secretText = (least: number) => z.string().min(least).refine((value) => !PLACEHOLDER.test(value), 'is a placeholder');
