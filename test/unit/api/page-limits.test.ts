import { createPageLimits } from '../../../api/forms/limits';

test('forms are counted for a whole /64, and a refused one for five', async () => {
  const limits = createPageLimits({ redis: null, instance: 'test', postsPerMinute: 5 });
  await limits.countPost('2001:db8::1');
  await limits.countRefused('2001:db8::2');
  await expect(limits.countPost('2001:db8::3')).rejects.toMatchObject({ refusal: { code: 'TooManyRequests' } });
  await expect(limits.countPost('2001:db8:0:1::3')).resolves.toBeUndefined();
});
