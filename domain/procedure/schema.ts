/**
 * Procedures and profiles as data.
 *
 * A procedure says which kind of voice is asked and in which order; a profile says which role speaks
 * for a side; the directory says which office and which people. What is not built yet is refused with
 * a pointer and never ignored, which is why every object here is strict.
 */
import { z } from 'zod';
import { REPLY_KINDS } from '../ballot/replies';
import { ruleSchema } from './rule-schema';

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
    from: z.enum(['opening', 'completeness']).optional(),
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

/** The sections a seat answers for; a changed section that no seat of a track names concerns all its seats. */
const sections = z.array(key).min(1).max(50);

/** An office found by role: the organization with that role that serves the participant. */
const byRole = z.strictObject({
  role: key,
  of: z.enum(['participant', 'side']).optional(),
  function: key.optional(),
  sections: sections.optional(),
});

/** A seat found by the side's profile: who releases, consents or gives the position there. */
const byProfile = z.strictObject({
  profile: z.enum(['release', 'consent', 'position']),
  of: z.enum(['participant', 'side', 'each-participant', 'each-side']).optional(),
  sections: sections.optional(),
});

/** The office that decides after a disagreement, by a dated field of the profile. */
const byDecider = z.strictObject({ profile: z.literal('decider') });

export const seatSpecSchema = z.union([byProfile, byRole]);

const referralSchema = z.union([byDecider, byRole]);

const atDeadlineSchema = z.strictObject({
  remindEvery: workingDays.optional(),
  lapseAfter: z.strictObject({ workingDays: z.int().min(0).max(1000) }).optional(),
  referUp: referralSchema.optional(),
  /** Closes with what stands: who has not answered has no voice in it. */
  close: z.literal(true).optional(),
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
  /** The receiving office says that the file is complete; seats are asked, and clocks run, from then on. */
  completeness: byRole.optional(),
  /** The matter goes on by a note verbale: an answer in favour gives its number and date. */
  note: z.enum(['sent', 'received']).optional(),
  /** How long an agreement ad referendum may wait for its confirmation. */
  adReferendum: workingDays.optional(),
  /** The most that one seat may be given beyond its deadline, once. */
  extension: workingDays.optional(),
  /** Whether a reply “agree except” counts as for, the named sections falling away; otherwise it holds. */
  exceptGoesOn: z.boolean().optional(),
  /** A request for changes returns the text at once, without waiting for the other seats. */
  returnAtOnce: z.boolean().optional(),
  /** An alternate cannot replace the principal's reply. */
  principalPrevails: z.boolean().optional(),
  negativeNeedsReason: z.enum(['refuse', 'doNotCount']).optional(),
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

/** Something due after the agreement; without `due` it has no date. */
const obligationFields = {
  obligation: z.enum(['sign', 'recordFiling', 'report', 'renew']),
  due: z
    .union([
      z.strictObject({ calendarDays: count, from: z.enum(['agreed', 'signed']) }),
      z.strictObject({ workingDays: count, from: z.enum(['agreed', 'signed']) }),
    ])
    .optional(),
  unverified: z.boolean().optional(),
};

export const procedureSchema = z.strictObject({
  key,
  version: z.int().min(1),
  title: localized,
  instruments: z.array(key).min(1),
  counterpart: z.boolean().optional(),
  stages: z.array(stageSchema).min(1).max(20),
  /** A text sent back goes to the proposer; seats whose sections did not change are carried. */
  returns: z
    .strictObject({ onRequestChanges: z.literal('proposer'), carry: z.literal('unchanged-sections') })
    .optional(),
  /** Whether a participant may join after the release. */
  joins: z.boolean().optional(),
  after: z
    .array(z.strictObject({ ...obligationFields, per: z.literal('side').optional(), side: iso.optional() }))
    .max(30)
    .optional(),
  /** After an opt-in: the instrument of the proposal that is prepared with each partner. */
  prepares: z.strictObject({ instrument: key }).optional(),
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
  /** Whether the country takes part in such cases at all; read at the release. */
  comfort: z.enum(['yes', 'caseByCase', 'no']).optional(),
  /** Who decides after a disagreement, by date; a role of null is not confirmed, and the case stops there. */
  deciders: z
    .array(
      z.strictObject({
        from: date,
        until: date.nullable(),
        role: byRole.nullable(),
        source: z.string(),
        verifiedBy: z.string().nullable(),
      }),
    )
    .max(20)
    .optional(),
  /** What the side's own law asks after the agreement. */
  after: z
    .array(z.strictObject({ ...obligationFields, source: z.string(), verifiedBy: z.string().nullable() }))
    .max(30)
    .optional(),
  /** Whether silence may count as consent: per instrument by the profile it stands in. */
  silence: z.enum(['never', 'possible']),
  source: z.string().nullable(),
  verifiedBy: z.string().nullable(),
  verifiedOn: date.nullable(),
});

export type { Rule } from './rule-schema';

export const isoSchema = iso;
export const keySchema = key;

export type SeatSpec = z.infer<typeof seatSpecSchema>;
export type RoleSpec = z.infer<typeof byRole>;
export type ReferralSpec = z.infer<typeof referralSchema>;
export type Step = z.infer<typeof stepSchema>;
export type StepGroup = z.infer<typeof stepGroupSchema>;
export type Stage = z.infer<typeof stageSchema>;
export type Procedure = z.infer<typeof procedureSchema>;
export type Profile = z.infer<typeof profileSchema>;

/** Whether the sides ever answer each other: a procedure without a joint stage is for one side alone. Pure. */
export const hasJointStage = (procedure: Procedure): boolean => procedure.stages.some((s) => s.tracks.per === 'case');

/** Whether the joint step asks who takes part, so that sides can be asked without a participant. Pure. */
export const isOptIn = (procedure: Procedure): boolean =>
  procedure.stages.some(
    (s) => s.tracks.per === 'case' && s.steps !== 'profile' && s.steps.flatMap(stepsOf).some(isOptInStep),
  );

const isOptInStep = ({ rule }: Step): boolean => (rule.kind as string) === 'optIn';

/** The steps that are open at the same time at one place of a track. */
export const stepsOf = (group: StepGroup): readonly Step[] => ('parallel' in group ? group.parallel : [group]);
