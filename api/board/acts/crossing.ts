/** What crosses a border: the releasing seat lets it, and a participant accepts another one's text. */
import type { Releasable } from '../../../domain/proposal/commands';
import { acceptRevision } from '../../proposals/accept-revision';
import { newRelease } from '../../proposals/act-schemas';
import { releaseFromCase } from '../../proposals/release';
import { noBody } from '../../proposals/revision-schemas';
import type { Reading } from '../reading';
import { type BoardAct, isOpenTo, through } from './form';

export const release: BoardAct = {
  forms: (reading) =>
    reading.details.unreleased
      .filter((what) => isOpenTo(reading, { type: 'release', what }))
      .map((what) => ({
        thing: thingOf(what),
        about: aboutOf(reading, what),
        hidden: { what: what.kind, thing: thingOf(what) },
        inputs: [],
        buttons: [what.kind],
      })),
  faults: () => [],
  body: ({ what, thing }) => (what === 'revision' ? { revision: Number(thing) } : { [what ?? '']: thing }),
  send: through(newRelease, releaseFromCase),
};

function thingOf(what: Releasable): string {
  switch (what.kind) {
    case 'revision':
      return String(what.number);
    case 'comment':
      return what.comment;
    case 'attachment':
      return what.sha256;
    case 'return':
      return what.ballot;
  }
}

/** What somebody lets cross they have to see: a comment stands here with its whole text. */
function aboutOf({ state, names, details, comments }: Reading, what: Releasable) {
  switch (what.kind) {
    case 'revision':
      return details.offers
        .filter((o) => o.revision.number === what.number && o.releasedAt === null)
        .map((o) => names.organization(o.organization));
    case 'comment':
      return comments.flatMap((c) => (c.id === what.comment && c.text ? [c.text] : []));
    case 'return':
      return (state.ballots[what.ballot]?.seats ?? []).flatMap(({ office }) => (office ? [names.office(office)] : []));
    case 'attachment':
      return [];
  }
}

export const acceptance: BoardAct = {
  forms: (reading) =>
    reading.details.offers
      .filter(({ revision }) => isOpenTo(reading, { type: 'acceptRevision', revision: revision.number }))
      .map(({ revision, organization }) => ({
        thing: String(revision.number),
        about: [reading.names.organization(organization)],
        // By its hash: what was read is what is accepted.
        hidden: { revision: revision.hash },
        inputs: [],
        buttons: ['accept'],
      })),
  faults: () => [],
  body: () => ({}),
  send: (parts, { input, fields }) =>
    through(noBody, (known, sent) =>
      acceptRevision(known, { ...sent, params: { id: input.params.id, revision: fields.revision ?? '' } }),
    )(parts, { input, fields }),
};
