import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { checkoutRoot } from '../../../bin/parts/checkout';
import { canonicalize, sha256 } from '../../../store/canonical';
import { REVISION } from '../../unit/proposal/fixtures';
import { accepted, Bench, commenting, submitting } from './fixture';

let bench: Bench;
let proposal: string;
beforeAll(async () => {
  bench = await Bench.open();
  const record = bench.record();
  const content = { title: { en: 'Sister cities' }, summary: { en: '' }, sections: [], data: {} };
  const revision = { hash: sha256(canonicalize(content)), ownerSide: 'AA', content };
  const made = submitting({ content: revision }, { revision: { ...REVISION, hash: revision.hash } });
  await accepted(record.apply(made));
  proposal = made.proposal;
  await accepted(record.apply(commenting(proposal)));
});
afterAll(async () => bench.close());

/** Runs an operator's command as `npm run accord --` does. */
function accord(...args: string[]) {
  const program = join(checkoutRoot(), 'dist/bin/accord.js');
  const env = { PATH: process.env.PATH, DATABASE_OWNER_URL: bench.database.ownerUrl, ACCORD_STATE: '/nonexistent' };
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], { env, encoding: 'utf8' });
  return { status, stdout, stderr };
}

describe('the operator', () => {
  it('is told that the record stands, and how much of it there is', () => {
    const told =
      'The record stands: 4 events in 1 chains, 1 texts and 1 revisions were checked, of which 0 are destroyed.';
    expect(accord('verify')).toEqual({ status: 0, stdout: `${told}\n`, stderr: '' });
  });

  it('is told which row was edited', async () => {
    await bench.rows(`UPDATE events SET payload = replace(payload, 'aa-unit', 'bb-unit') WHERE type = 'Commented'`);
    const told = `Broken: event 4 (Commented) of chain AA of case ${proposal}: its payload is not the one that was recorded.`;
    expect(accord('verify')).toEqual({ status: 1, stdout: '', stderr: `${told}\n` });
    await bench.rows(`UPDATE events SET payload = replace(payload, 'bb-unit', 'aa-unit') WHERE type = 'Commented'`);
  });

  it.each([[[]], [['constructor']], [['destroy']]])('is told the commands where %j is none', (args) => {
    expect(accord(...args)).toMatchObject({ status: 2, stderr: expect.stringMatching(/^Usage: npm run accord/) });
  });

  it('makes keys for people of an organization, lists them and ends them', () => {
    const key = ['--id', 'kunming-1', '--organization', 'cn-kunming', '--person', 'cn-kunming-desk'];
    const made = accord('keys', 'issue', ...key, '--scopes', 'read,coordinate');
    expect(made).toMatchObject({ status: 0, stdout: expect.stringMatching(/^accord_kunming-1_[\w-]{43}\n$/) });
    const listed = () =>
      accord('keys', 'list')
        .stdout.split('\n')
        .find((line) => line.startsWith('kunming-1 '));
    expect(listed()).toMatch(/^kunming-1 {2}cn-kunming {2}cn-kunming-desk {2}read,coordinate {2}made \S+$/);
    expect(accord('keys', 'list').stdout).not.toContain(made.stdout.trim().slice(-43));
    expect(accord('keys', 'issue', ...key, '--scopes', 'read')).toMatchObject({ status: 1, stdout: '' });
    expect(accord('keys', 'revoke', '--id', 'kunming-1')).toMatchObject({ status: 0 });
    expect(listed()).toMatch(/ended \S+$/);
    expect(accord('keys', 'revoke', '--id', 'kunming-1')).toMatchObject({ status: 1 });
  });

  it.each([
    [['keys']],
    [['keys', 'issue', '--id', 'x']],
    [['keys', 'issue', '--id', 'X!', '--organization', 'o', '--person', 'p', '--scopes', 'read']],
    [['keys', 'issue', '--id', 'x', '--organization', 'o', '--person', 'p', '--scopes', 'everything']],
    [['keys', 'revoke', '--all']],
  ])('is told how keys are managed where %j is none of the ways', (args) => {
    expect(accord(...args)).toMatchObject({ status: 2, stderr: expect.stringContaining('Usage: npm run accord') });
  });

  it('makes no key for a person of another organization', () => {
    const args = ['--id', 'x', '--organization', 'cn-kunming', '--person', 'cn-guangzhou-desk', '--scopes', 'read'];
    expect(accord('keys', 'issue', ...args)).toMatchObject({ status: 1, stdout: '' });
  });
});
