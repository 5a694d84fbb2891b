/** Kinds of field that several resources share. */
import { z } from 'zod';
import type { RefusalCode } from '../../domain/proposal/refusals';

const LINE_BREAKS = /[\t\n\r]/;

/** Fails a value with one of the refusals instead of a general complaint. */
export const refuseWith = (code: RefusalCode, message: string) => ({ message, params: { code } });

/** Text of one line. Lengths are in UTF-16 code units. */
export const line = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .refine((text) => !LINE_BREAKS.test(text), refuseWith('ControlCharacter', 'one line: no line feed and no tab'));

/** Text of many lines. */
export const prose = (most: number) => z.string().min(1).max(most);

/** Key of the catalogue, of a section, or id of an organization or person. */
export const name = line(100);

const language = z.string().regex(/^[a-z]{2}$/, 'a language is two small letters (ISO 639-1)');
const inSomeLanguage = (texts: Readonly<Record<string, string>>): boolean => Object.keys(texts).length > 0;

/** The same text in one or several languages. */
export const localized = (text: z.ZodString) =>
  z
    .record(language, text)
    .refine(inSomeLanguage, 'give the text in at least one language')
    .meta({ example: { en: 'Text', zh: '文本' } });

export const languageCode = language.meta({ example: 'en' });

export const instant = z.iso.datetime().meta({ example: '2026-04-09T03:00:00.000Z' });
export const sha256Hex = z.string().regex(/^[0-9a-f]{64}$/);
/** Names in several languages, as an answer gives them. */
export const names = z.record(z.string(), z.string()).meta({ example: { en: 'Guangzhou', zh: '广州' } });
export const iso = z.string().regex(/^[A-Z]{2}$/, 'a country is two capital letters (ISO 3166-1)');

/** How many entries of a list to give, and from where on; the cursor is opaque. */
export const paging = {
  cursor: line(500).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
};

/** A list as every resource gives it. */
export const listOf = <S extends z.ZodType>(id: string, item: S) =>
  z
    .strictObject({
      items: z.array(item),
      next: z.string().nullable().meta({ description: 'Cursor of the following entries; null at the end.' }),
    })
    .meta({ id });

/** Why somebody changes what others rely on: kept in the history, never shown to another side. */
export const reason = prose(2000).meta({ description: 'Kept with the change, for your own side.' });
