/** What people do with a case that is running: releases, who takes part, files, interventions. */
import { z } from 'zod';
import { STATUSES } from '../../domain/proposal/state';
import { instant, languageCode, line, name, prose, reason, sha256Hex } from '../http/fields';
import { inRecord } from './schemas';

/** What every act is answered with. */
const done = { proposal: z.uuid(), status: z.enum(STATUSES), at: instant, event: inRecord };

const released = {
  revision: z.int().min(1).optional().meta({ description: 'A text of your side, by its number.' }),
  comment: z.uuid().optional().meta({ description: 'A comment to the others.' }),
  attachment: sha256Hex.optional().meta({ description: 'A file of the current text that was kept inside.' }),
  return: line(400).optional().meta({ description: 'The ballot with which your house sent the text back.' }),
};

export const newRelease = z
  .strictObject(released)
  .refine((what) => Object.values(what).filter((value) => value !== undefined).length === 1, 'name exactly one thing')
  .meta({ id: 'NewRelease', description: 'Exactly one of the four.' });

export const release = z.strictObject({ ...done, ...released }).meta({ id: 'Release' });

export const newParticipant = z
  .strictObject({
    organization: name.meta({ description: 'Yours, or, for whoever is in the case, one of your country.' }),
    number: line(40).meta({ description: 'The public number of the case.', example: 'AC-2026-7K3Q9D' }),
  })
  .meta({ id: 'NewParticipant' });

export const departure = z.strictObject({ organization: name }).meta({ id: 'Departure' });

const track = line(300).meta({
  description: 'As the case names it in `files` or `lacking`; needed only where several wait.',
});

/** A text with its language. */
const written = z.strictObject({ text: prose(10_000), language: languageCode.optional() });

export const fileDeclared = z
  .strictObject({
    track: track.optional(),
    complete: z.boolean(),
    lacking: written.optional().meta({ description: 'What lacks, for the proposer. The clock has not started then.' }),
  })
  .superRefine(({ complete, lacking }, context) => {
    if (complete === (lacking === undefined)) return;
    const message = complete ? 'a file that is complete lacks nothing' : 'say what lacks';
    context.addIssue({ code: 'custom', path: ['lacking'], message });
  })
  .meta({ id: 'FileDeclared' });

export const fileSupplied = z
  .strictObject({ track: track.optional(), text: written.optional() })
  .meta({ id: 'FileSupplied' });

export const ofFile = z.strictObject({ ...done, track: z.string() }).meta({ id: 'ActOnFile' });

const intervening = { reason, language: languageCode.optional() };
const ofSeat = { ballot: line(400), seat: line(300) };
const ofTrack = { track: line(300) };

export const newIntervention = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('extend'), ...ofSeat, workingDays: z.int().min(1).max(1000), ...intervening }),
    z.strictObject({ kind: z.literal('declineExtension'), ...ofSeat, ...intervening }),
    z.strictObject({ kind: z.literal('suspend'), ...ofTrack, ...intervening }),
    z.strictObject({ kind: z.literal('unsuspend'), ...ofTrack, ...intervening }),
    z.strictObject({ kind: z.literal('resume'), ...ofTrack, ...intervening }),
  ])
  .meta({ id: 'NewIntervention' });

const INTERVENTIONS = ['extend', 'declineExtension', 'suspend', 'unsuspend', 'resume'] as const;

export const intervention = z.strictObject({ ...done, kind: z.enum(INTERVENTIONS) }).meta({ id: 'Intervention' });
