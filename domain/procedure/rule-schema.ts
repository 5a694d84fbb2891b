/** The rules that a step may be decided by, as data. What each means: the file of its name in `ballot/rules/`. */
import { z } from 'zod';

const count = z.int().min(1).max(1000);

/** An exact share of the whole, above nothing and at most all of it: "2/3" or "0.55". */
export const shareText = z
  .string()
  .max(20)
  .regex(/^(\d+\/\d+|\d+(\.\d+)?)$/, 'write a fraction such as "2/3" or a decimal such as "0.55"')
  .refine(isShare, 'a share is more than nothing and at most the whole');

function isShare(text: string): boolean {
  const [over = '', under] = text.split('/');
  if (under !== undefined) return /^\d+$/.test(over) && /^\d+$/.test(under) && isWithin(BigInt(over), BigInt(under));
  const [whole = '', decimals = ''] = over.split('.');
  return /^\d+$/.test(whole + decimals) && isWithin(BigInt(whole + decimals), 10n ** BigInt(decimals.length));
}

const isWithin = (over: bigint, under: bigint): boolean => over > 0n && over <= under;

/** Cast is for and against; present is cast and neutral; seats are all asked and not gone. */
export const baseSchema = z.enum(['cast', 'present', 'seats']);

/** How much of a named base must be in favour. */
export const thresholdSchema = z.union([
  z.strictObject({ atLeast: shareText, of: baseSchema }),
  z.strictObject({ moreThan: shareText, of: baseSchema }),
]);

/** How many must have answered, as a number or as a share of the seats: counted over those present unless it says otherwise. */
export const quorumSchema = z.strictObject({
  atLeast: z.union([count, shareText]),
  over: z.enum(['present', 'cast']).optional(),
});

const quorum = quorumSchema.optional();

export const ruleSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('any'), quorum }),
  z.strictObject({ kind: z.literal('all') }),
  z.strictObject({ kind: z.literal('nOfM'), n: count, quorum }),
  z.strictObject({ kind: z.literal('share'), inFavour: thresholdSchema, quorum }),
  z.strictObject({ kind: z.literal('majority'), of: baseSchema, quorum }),
  z.strictObject({ kind: z.literal('twoThirds'), of: baseSchema, quorum }),
  z.strictObject({ kind: z.literal('weighted'), inFavour: thresholdSchema, quorum }),
  z.strictObject({
    kind: z.literal('requiredConsent'),
    seats: z.array(z.string().min(1).max(300)).min(1).max(60),
    abstentionBlocks: z.boolean().optional(),
    quorum,
  }),
  z.strictObject({ kind: z.literal('silence'), endWhenAllAgreed: z.boolean().optional() }),
  z.strictObject({ kind: z.literal('consensus') }),
  z.strictObject({ kind: z.literal('unanimityOfSides'), abstentionBlocks: z.boolean().optional() }),
  z.strictObject({ kind: z.literal('optIn'), atLeast: count }),
  z.strictObject({ kind: z.literal('isoDualThreshold'), quorum }),
  z.strictObject({
    kind: z.literal('doubleMajority'),
    units: thresholdSchema,
    weight: thresholdSchema,
    passesWithAgainstBelow: count.optional(),
    quorum,
  }),
  z.strictObject({
    kind: z.literal('returnAndApproval'),
    returnRate: shareText,
    approvalRate: shareText,
    abstentionsBelow: shareText,
  }),
  z.strictObject({ kind: z.literal('consultThenRefer') }),
]);

export type Rule = z.infer<typeof ruleSchema>;
export type RuleKind = Rule['kind'];
export type RuleOf<K extends RuleKind> = Extract<Rule, { kind: K }>;
export type Base = z.infer<typeof baseSchema>;
export type Threshold = z.infer<typeof thresholdSchema>;
export type Quorum = z.infer<typeof quorumSchema>;
