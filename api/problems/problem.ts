/** Problem documents (RFC 9457): what a refusal looks like to whoever sent the request. */
import { STATUS_CODES } from 'node:http';
import { z } from 'zod';
import { REFUSALS, type Refusal, type RefusalCode } from '../../domain/proposal/refusals';
import { FALLBACK_LANGUAGE, type Language } from '../../locales/languages';
import { refusalText } from '../../locales/refusals';
import type { Texts } from '../../locales/texts';
import type { Answer, Fault } from '../http/route';

const facts = z.record(z.string(), z.union([z.string(), z.number(), z.null(), z.array(z.string())]));

export const problemSchema = z
  .strictObject({
    type: z.string().meta({ example: 'urn:accord:refusal:UnknownOrganization' }),
    title: z.string().meta({ example: 'Unprocessable Entity' }),
    status: z.int(),
    detail: z.string().meta({ description: 'A sentence for people, in the language of Accept-Language.' }),
    code: z.string().meta({ description: 'Stable; for programs.', example: 'UnknownOrganization' }),
    pointer: z.string().optional().meta({
      description: 'JSON pointer (RFC 6901) into the body, or to the name of a parameter.',
      example: '/participants/1/organization',
    }),
    facts: facts.optional(),
    errors: z
      .array(
        z.strictObject({
          pointer: z.string(),
          code: z.string(),
          detail: z.string(),
          hint: z.string().meta({ description: 'What is allowed, for developers, in English.' }),
          facts,
        }),
      )
      .optional(),
    requestId: z.string().optional(),
  })
  .meta({ id: 'Problem' });

export type Problem = z.infer<typeof problemSchema>;
export type Wording = Readonly<{ texts: Texts; language: Language }>;

/** The type of every problem document. */
export const PROBLEM_TYPE = 'application/problem+json';

export const typeOf = (code: RefusalCode): string => `urn:accord:refusal:${code}`;

/** A refusal as an answer. Says nothing that is not in the refusal, so that equal refusals are equal bytes. */
export function problemAnswer(
  refusal: Refusal,
  { texts, language }: Wording,
  { errors = [], headers = {}, requestId }: Extras = {},
): Answer {
  const { code, pointer, facts: known } = refusal;
  const { status } = REFUSALS[code];
  const body: Problem = {
    type: typeOf(code),
    title: STATUS_CODES[status] ?? code,
    status,
    detail: refusalText(texts, language, code, known),
    code,
    ...(pointer === undefined ? {} : { pointer }),
    ...(known && Object.keys(known).length > 0 ? { facts: mutable(known) } : {}),
    ...(errors.length > 0 ? { errors: errors.map((e) => errorOf(e, { texts, language })) } : {}),
    ...(requestId === undefined ? {} : { requestId }),
  };
  return { status, headers: { 'Content-Language': languageSaid({ texts, language }), ...headers }, body };
}

/** A language without texts of its own is answered in English, and the header says so. */
const languageSaid = ({ texts, language }: Wording): Language =>
  texts.facts(language).state === 'untranslated' ? FALLBACK_LANGUAGE : language;

type Extras = Readonly<{ errors?: readonly Fault[]; headers?: Readonly<Record<string, string>>; requestId?: string }>;

const errorOf = ({ pointer, code, facts: known, hint }: Fault, { texts, language }: Wording) => ({
  pointer,
  code,
  detail: refusalText(texts, language, code, known),
  hint,
  facts: mutable(known),
});

const mutable = (known: NonNullable<Refusal['facts']>): z.infer<typeof facts> =>
  Object.fromEntries(
    Object.entries(known).map(([name, value]) => [name, typeof value === 'object' && value ? [...value] : value]),
  );
