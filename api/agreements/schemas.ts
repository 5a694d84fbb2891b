/** What was agreed, what it obliges to, and the acts that meet it. */
import { z } from 'zod';
import { OBLIGATION_KINDS } from '../../domain/proposal/events';
import { instant, iso, line, listOf, paging, sha256Hex } from '../http/fields';
import { obligation } from '../proposals/case-schemas';
import { inRecord, proposalOverview } from '../proposals/schemas';

/** Statuses of a case that is an agreement. */
export const AGREED = ['agreed', 'inEffect'] as const;

const ofCase = proposalOverview.shape;

export const agreement = z
  .strictObject({
    id: ofCase.id.meta({ description: 'That of the proposal.' }),
    number: ofCase.number,
    status: z.enum(AGREED),
    title: ofCase.title,
    instrument: ofCase.instrument,
    calls: ofCase.calls,
    sides: ofCase.sides,
    participants: ofCase.participants,
    takesPart: z.array(iso).nullable().meta({ description: 'Where it was asked who takes part: those who do.' }),
    revision: z.strictObject({ number: z.int(), hash: sha256Hex }),
    agreedAt: instant,
    signedOn: z.iso.date().nullable().meta({ description: 'The date of the last side’s signature.' }),
    obligations: z
      .array(obligation)
      .meta({ description: 'All follow the signing; of the rest, those of the own side.' }),
  })
  .meta({ id: 'Agreement' });

export const agreementList = listOf('AgreementList', agreement);
export const agreementQuery = z.strictObject({ ...paging, status: z.enum(AGREED).optional() });

export const newAct = z
  .strictObject({
    kind: z.enum(OBLIGATION_KINDS),
    dated: z.iso.date(),
    number: line(200).nullable().optional().meta({ description: 'Of the document, where it has one.' }),
    mode: z.enum(['inPerson', 'byMail', 'online']).nullable().optional().meta({ description: 'How it was signed.' }),
  })
  .meta({ id: 'NewAct' });

export const act = z
  .strictObject({
    agreement: z.uuid(),
    status: z.enum(AGREED),
    signedOn: z.iso.date().nullable(),
    obligation,
    at: instant,
    event: inRecord,
  })
  .meta({ id: 'Act' });
