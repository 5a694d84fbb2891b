/**
 * What a form sent: names and texts, read leniently. A form is filled in by people (and by robots that type
 * anything anywhere), so what is missing or wrong becomes a sentence beside its field and never a bare error.
 */
import { REPLY_KINDS } from '../../domain/ballot/replies';
import { type Fields, textOf } from '../forms/fields';
import type { PageError } from '../look/frame';
import type { Answer, Shown } from './view';

export const LONGEST_TEXT = 4000;
const LONE_SURROGATE = /\p{Surrogate}/u;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/;

/** Nothing chosen and nothing typed. */
export const NOTHING_TYPED: Answer = {
  kind: '',
  inside: '',
  statement: '',
  sections: [],
  except: [],
  days: '',
  noteNumber: '',
  noteDate: '',
};

/** The answer as it was typed, whatever it is. Pure. */
export const answerOf = (fields: Fields): Answer => ({
  kind: REPLY_KINDS.find((kind) => kind === fields.kind) ?? '',
  inside: textOf(fields, 'inside'),
  statement: textOf(fields, 'statement'),
  sections: chosen(fields, 'sections'),
  except: chosen(fields, 'except'),
  days: textOf(fields, 'days').slice(0, 20),
  noteNumber: textOf(fields, 'noteNumber').slice(0, 300),
  noteDate: textOf(fields, 'noteDate').slice(0, 40),
});

/** The sections whose boxes were ticked: each has a name of its own, since one name counts once. */
const chosen = (fields: Fields, name: string): readonly string[] =>
  Object.keys(fields).flatMap((field) =>
    field.startsWith(`${name}[`) && field.endsWith(']') ? [field.slice(name.length + 1, -1).slice(0, 100)] : [],
  );

/** What the page said it had shown. A forged one is judged by the case like any other. Pure. */
export const shownOf = (fields: Fields): Shown => ({
  revision: (fields['shown[revision]'] ?? '').slice(0, 200),
  language: (fields['shown[language]'] ?? '').slice(0, 20),
  procedure: (fields['shown[procedure]'] ?? '').slice(0, 200),
  standing: (fields['shown[standing]'] ?? '').slice(0, 400) || null,
});

/** What keeps a text from being recorded exactly as it was typed. Pure. */
export function textFaults(text: string, field: NonNullable<PageError['field']>): readonly PageError[] {
  if (text.length > LONGEST_TEXT) return [{ code: 'TextTooLong', facts: { max: LONGEST_TEXT }, field }];
  if (LONE_SURROGATE.test(text)) return [{ code: 'LoneSurrogate', facts: {}, field }];
  return CONTROL.test(text) ? [{ code: 'ControlCharacter', facts: {}, field }] : [];
}

/** What is wrong with a typed answer code before it is tried, or null. Pure. */
export function codeFault(code: string, field = 'code'): PageError | null {
  if (code === '') return { code: 'CodeMissing', facts: {}, field };
  return /^\d{8}$/.test(code.replaceAll(/[\s\u00a0-]/g, '')) ? null : { code: 'CodeMalformed', facts: {}, field };
}
