import { sha256 } from '../../store/canonical';

/** The ETag of a representation: the hash of what this very viewer reads, and of nothing else. Pure. */
export const entityTagOf = (representation: string): string => `"${sha256(representation)}"`;

/** Whether If-None-Match names the tag, by the weak comparison of RFC 9110. Pure. */
export function isNoneMatch(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false;
  const given = header.split(',').map((part) => part.trim().replace(/^W\//, ''));
  return given.includes('*') || given.includes(tag);
}

/** Whether If-Match names the tag, by the strong comparison of RFC 9110. Pure. */
export const isMatch = (header: string, tag: string): boolean =>
  header
    .split(',')
    .map((part) => part.trim())
    .some((given) => given === tag || given === '*');
