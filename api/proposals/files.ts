/** Files that a text names: only what its organization has sent itself, or what stands with the text already. */
import type { AttachmentRef } from '../../domain/proposal/events';
import type { Refusal } from '../../domain/proposal/refusals';
import type { Viewer } from '../../domain/visibility/visible-to';
import type { ProposalParts } from '../deps';

/** The hashes of those files which the viewer's organization has sent. */
export async function filesSent(
  { attachments }: Pick<ProposalParts, 'attachments'>,
  viewer: Viewer,
  files: readonly AttachmentRef[],
): Promise<ReadonlySet<string>> {
  if (files.length === 0) return new Set();
  const known = await attachments.known(
    viewer,
    files.map((f) => f.sha256),
  );
  return new Set(known.map((f) => f.sha256));
}

/** Why a file cannot be named, or null. A file of somebody else is answered like one that does not exist. Pure. */
export function checkFiles(files: readonly AttachmentRef[], mayName: ReadonlySet<string>): Refusal | null {
  const wrong = files.findIndex((f) => !mayName.has(f.sha256));
  if (wrong < 0) return null;
  return {
    code: 'UnknownAttachment',
    pointer: `/attachments/${wrong}`,
    facts: { given: files[wrong]?.sha256 ?? null },
  };
}
