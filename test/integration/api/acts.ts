/** Who answers in a case of Guangzhou and Chiang Mai, and how. */
import type { ApiCaller } from './bench';

/** The offices of both houses and who answers for them, in their order. */
export const HOME = [
  ['cn-guangzhou-fao', 'cn-guangzhou-fao-desk'],
  ['cn-guangzhou', 'cn-guangzhou-head'],
  ['cn-guangzhou-npc-sc', 'cn-guangzhou-npc-sc-secretary'],
  ['cn-guangdong-fao', 'cn-guangdong-fao-desk'],
  ['cn-cpaffc', 'cn-cpaffc-desk'],
] as const;
export const RELEASE = ['cn-guangzhou-fao', 'cn-guangzhou-fao-desk'] as const;
export const OTHERS = [
  ['th-chiang-mai-sister-city-committee', 'th-chiang-mai-sister-city-committee-secretary'],
  ['th-moi-fad', 'th-moi-fad-desk'],
] as const;
export const JOINT = [
  ['cn-guangzhou', 'cn-guangzhou-head'],
  ['cn-cpaffc', 'cn-cpaffc-desk'],
  ['th-chiang-mai', 'th-chiang-mai-head'],
  ['th-moi-fad', 'th-moi-fad-desk'],
] as const;

type Seat = { key: string; office?: string; side: string; reply: null | { id: string } };
type Ballot = { id: string; status: string; joint: boolean; seats: Seat[] };

/** Answers the open ballot in which an organization has a seat. */
export async function agree(caller: ApiCaller, proposal: string, organization: string, language = 'en') {
  const [ballots, found] = await Promise.all([
    caller.get(`/v1/proposals/${proposal}/ballots`),
    caller.get(`/v1/proposals/${proposal}`),
  ]);
  const open = (ballots.body.items as Ballot[]).find((b) => b.status === 'open');
  const seat = open?.seats.find((s) => s.office === `${organization}:desk`);
  return caller.post(`/v1/ballots/${open?.id}/replies`, {
    seat: seat?.key,
    kind: 'agree',
    inside: `For ${organization} alone.`,
    ...(open?.joint ? { statement: `${organization} agrees.` } : {}),
    shown: {
      revision: found.body.revision?.hash,
      language,
      procedure: found.body.procedure?.hash,
      standing: seat?.reply?.id ?? null,
    },
  });
}
