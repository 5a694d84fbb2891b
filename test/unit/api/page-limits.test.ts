import { createPageLimits } from '../../../api/review/limits';

test('codes without a link are counted for each ref, whoever types them', async () => {
  const limits = createPageLimits({ redis: null, instance: 'test', postsPerMinute: 1_000 });
  for (let n = 0; n < 30; n += 1) await limits.countBareCode('one');
  await expect(limits.countBareCode('one')).rejects.toMatchObject({ refusal: { code: 'TooManyRequests' } });
  await expect(limits.countBareCode('another')).resolves.toBeUndefined();
  await expect(limits.countPost('192.0.2.7')).resolves.toBeUndefined();
});

test('forms are counted for a whole /64, and a refused one for five', async () => {
  const limits = createPageLimits({ redis: null, instance: 'test', postsPerMinute: 5 });
  await limits.countPost('2001:db8::1');
  await limits.countRefused('2001:db8::2');
  await expect(limits.countPost('2001:db8::3')).rejects.toMatchObject({ refusal: { code: 'TooManyRequests' } });
  await expect(limits.countPost('2001:db8:0:1::3')).resolves.toBeUndefined();
});
