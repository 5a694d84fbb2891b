/**
 * Procedures and profiles as data.
 *
 * A procedure says which kind of voice is asked and in which order; a profile says which role speaks
 * for a side; the directory says which office and which people. What is not built yet is refused with
 * a pointer and never ignored, which is why every object here is strict.
 */
import { z } from 'zod';
import { REPLY_KINDS } from '../ballot/replies';

const key = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'use lower-case letters, digits and single hyphens')
  .max(60);
const iso = z.string().regex(/^[A-Z]{2}$/, 'use the two-letter country code in capitals');
const count = z.int().min(1).max(1000);
const date = z.iso.date();
export const localized = z
  .record(z.string().regex(/^[a-z]{2}$/), z.string().min(1).max(10_000))
  .refine((texts) => Object.keys(texts).length > 0, 'give the text in at least one language');

const workingDays = z.strictObject({ workingDays: count });

export const deadlineSchema = z.union([
  z.strictObject({
    workingDays: count,
    from: z.literal('opening').optional(),
    forEverySeat: z.boolean().optional(),
    shared: z.boolean().optional(),
    endOfDay: z.enum(['office', '24:00']).optional(),
    minWorkingDays: count.optional(),
  }),
  z.strictObject({
    calendarDays: count,
    nextWorkingDayIfFree: z.boolean().optional(),
    minWorkingDays: count.optional(),
  }),
  z.strictObject({ hours: count, minWorkingDays: count.optional() }),
  z.strictObject({ workingHours: count, minWorkingDays: count.optional() }),
  z.strictObject({ at: z.iso.datetime(), minWorkingDays: count.optional() }),
]);

export const ruleSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('any') }),
  z.strictObject({ kind: z.literal('all') }),
  z.strictObject({ kind: z.literal('nOfM'), n: count }),
  z.strictObject({ kind: z.literal('unanimityOfSides'), abstentionBlocks: z.boolean().optional() }),
]);

/** A seat found by role: the organization with that role that serves the participant. */
const byRole = z.strictObject({
  role: key,
  of: z.enum(['participant', 'side']).optional(),
  function: key.optional(),
});

/** A seat found by the side's profile: who releases, consents or gives the position there. */
const byProfile = z.strictObject({
  profile: z.enum(['release', 'consent', 'position']),
  of: z.enum(['participant', 'side', 'each-participant', 'each-side']).optional(),
});

export const seatSpecSchema = z.union([byProfile, byRole]);

const atDeadlineSchema = z.strictObject({
  remindEvery: workingDays.optional(),
  lapseAfter: z.strictObject({ workingDays: z.int().min(0).max(1000) }).optional(),
  referUp: byRole.optional(),
});

export const stepSchema = z.strictObject({
  key,
  seats: z.array(seatSpecSchema).min(1).max(60),
  consents: byProfile.optional(),
  rule: ruleSchema,
  offers: z.array(z.enum(REPLY_KINDS)).min(1).optional(),
  early: z.boolean().optional(),
  deadline: deadlineSchema.optional(),
  remindBefore: workingDays.optional(),
  remindEvery: workingDays.optional(),
  atDeadline: atDeadlineSchema.optional(),
  effect: z.literal('release').optional(),
  source: z.string().max(1000).optional(),
  verifiedBy: z.string().max(200).nullable().optional(),
});

/** Steps run one after the other; those inside `parallel` are open at the same time. */
export const stepGroupSchema = z.union([z.strictObject({ parallel: z.array(stepSchema).min(2).max(20) }), stepSchema]);

const stageSchema = z.strictObject({
  key,
  tracks: z.strictObject({
    per: z.enum(['case', 'side', 'participant']),
    of: z.enum(['proposing', 'others', 'all']).optional(),
  }),
  steps: z.union([z.literal('profile'), z.array(stepGroupSchema).min(1).max(30)]),
});

export const procedureSchema = z.strictObject({
  key,
  version: z.int().min(1),
  title: localized,
  instruments: z.array(key).min(1),
  counterpart: z.boolean().optional(),
  stages: z.array(stageSchema).min(1).max(20),
});

export const profileSchema = z.strictObject({
  key,
  instruments: z.array(key).min(1).or(z.literal('any')),
  levels: z.array(key).min(1).or(z.literal('any')),
  from: date,
  until: date.nullable().optional(),
  mode: z.enum(['open', 'closed']),
  steps: z.array(stepGroupSchema).min(1),
  voices: z.strictObject({ release: byRole, consent: byRole, position: byRole }),
  calls: z.record(key, key).optional(),
  silence: z.literal('never'),
  source: z.string().nullable(),
  verifiedBy: z.string().nullable(),
  verifiedOn: date.nullable(),
});

export const isoSchema = iso;
export const keySchema = key;

export type Rule = z.infer<typeof ruleSchema>;
export type SeatSpec = z.infer<typeof seatSpecSchema>;
export type RoleSpec = z.infer<typeof byRole>;
export type Step = z.infer<typeof stepSchema>;
export type StepGroup = z.infer<typeof stepGroupSchema>;
export type Stage = z.infer<typeof stageSchema>;
export type Procedure = z.infer<typeof procedureSchema>;
export type Profile = z.infer<typeof profileSchema>;

/** Whether the sides ever answer each other: a procedure without a joint stage is for one side alone. Pure. */
export const hasJointStage = (procedure: Procedure): boolean => procedure.stages.some((s) => s.tracks.per === 'case');

/** The steps that are open at the same time at one place of a track. */
export const stepsOf = (group: StepGroup): readonly Step[] => ('parallel' in group ? group.parallel : [group]);
