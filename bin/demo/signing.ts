/** What follows an agreement: each side signs, and what is owed afterwards falls due. */
import type { CaseJson, Obligation } from './client';
import { lastDayInWords } from './clock';
import { expectThat, type Offices } from './offices';
import { fact, heading, say } from './transcript';
import { ZONE } from './vietnamese-houses';

type Agreement = Readonly<{ status: string; signedOn: string | null; obligations: readonly Obligation[] }>;

const DAY_MS = 86_400_000;

/** Both sides sign; the Vietnamese one has to report within fifteen days. */
export async function inEffect(offices: Offices, { id }: CaseJson): Promise<void> {
  heading('Signing, and what is due afterwards');
  const acts = `/v1/agreements/${id}/acts`;
  const dated = offices.clock.today(ZONE);
  const sign = { kind: 'sign', dated, mode: 'inPerson' };
  const first = await offices.as('cn-guangxi').act<Agreement>(acts, { ...sign, number: 'GX-2027-14' });
  say(`Guangxi records over the API that its side has signed on ${dated}: status ${first.status}.`);
  expectThat('one signature is not yet an agreement in effect', first.status === 'agreed', first.status);
  const second = await offices.as('vn-cao-bang').act<Agreement>(acts, { ...sign, number: '27/BGN' });
  say(`Cao Bang records that of the Vietnamese side: status ${second.status}.`);
  expectThat('with the last signature it is in effect', second.status === 'inEffect', second.status);
  const report = await reportOf(offices, id);
  fact(
    'obligation',
    `Viet Nam reports by the end of ${lastDayInWords(report.due ?? '', ZONE)}, 15 days after the signing`,
  );
  const chinese = await offices.as('cn-guangxi').read<Agreement>(`/v1/agreements/${id}`);
  const foreign = chinese.obligations.some((o) => o.kind === 'report');
  expectThat('what the Vietnamese side owes at home is its own affair', !foreign, chinese.obligations);
  fact('Guangxi', 'sees both signatures, and nothing of the report');
  if (offices.clock.isOurs) await fallsDue(offices, id, report);
}

async function reportOf(offices: Offices, id: string): Promise<Obligation> {
  const { obligations } = await offices.as('vn-cao-bang').read<Agreement>(`/v1/agreements/${id}`);
  const report = obligations.find((o) => o.kind === 'report');
  if (!report?.due) throw new Error(`No report is due: ${JSON.stringify(obligations)}`);
  return report;
}

async function fallsDue(offices: Offices, id: string, report: Obligation): Promise<void> {
  await offices.clock.moveTo(new Date(Date.parse(report.due ?? '') + DAY_MS).toISOString(), ZONE);
  const due = await offices.sees('vn-cao-bang', id, 'a report that has fallen due', (c) =>
    c.obligations.some((o) => o.id === report.id && o.fellDue === true),
  );
  fact('Viet Nam', `sees that the report has fallen due; the case is ${due.status}`);
  const acts = `/v1/agreements/${id}/acts`;
  const dated = offices.clock.today(ZONE);
  await offices.as('vn-cao-bang').act(acts, { kind: 'report', dated, number: '112/BC-UBND' });
  const met = await reportOf(offices, id);
  say(`Cao Bang records the report, number 112/BC-UBND: met on ${met.metOn}.`);
  expectThat('the report is met', met.metOn === dated, met);
}
