// A mailing, and deliveries of it.
import { address, READER, run, TARGET_URL } from './people.mjs';
import { chapter, check, must, patiently, refused, same, step } from './steps.mjs';

export async function compose(api, sandbox, { sender, group, organisationName }) {
  chapter('Compose');
  const content = {
    groupId: group.id,
    senderAddressId: sender.id,
    format: 'html',
    subject: '{{お名前}}様、春の新作のご案内【①㈱髙】',
    htmlBody: `<p>{{お名前}}様({{会社名|個人のお客さま}})</p><p><a href="${TARGET_URL.replace('&', '&amp;')}">春の新作を見る</a></p>
<p>${organisationName}<br><a href="{{unsubscribe_url}}">配信停止はこちら</a></p>`,
  };
  const draft = await step('a mailing that lacks its unsubscribe link', () =>
    api.post('/api/mailings', { ...content, htmlBody: '<p>{{存在しない}}</p>' }),
  );
  await check('the checks name what is wrong', async () => {
    const codes = (await api.get(`/api/mailings/${draft.id}/checks`))
      .filter(({ severity }) => severity === 'error')
      .map(({ code }) => code);
    same('errors', codes.toSorted(), ['unknown-merge-tag', 'unsubscribe-link-missing']);
    return codes.join(', ');
  });
  await check('it cannot be delivered', () =>
    refused(422, 'invalid-request', () => api.post('/api/deliveries', { mailingId: draft.id, groupId: group.id })),
  );
  const mailing = await step(
    'write it properly',
    () => api.patch(`/api/mailings/${draft.id}`, { ...content, version: draft.version }),
    (m) => m.subject,
  );
  await check('an edit of an older version is refused', () =>
    refused(409, 'mailing-changed-meanwhile', () =>
      api.patch(`/api/mailings/${draft.id}`, { subject: '古い', version: draft.version }),
    ),
  );
  const [reader] = (await api.get(`/api/customers?q=${READER}`)).items;
  await check('preview as a customer', async () => {
    const { subject, html, problems } = await api.post(`/api/mailings/${mailing.id}/preview`, {
      customerId: reader.id,
    });
    same('subject', subject, '髙橋 花子様、春の新作のご案内【①㈱髙】');
    must(html.includes('①㈱髙島商店'), 'the company is not in the HTML');
    same(
      'problems',
      problems.filter(({ severity }) => severity === 'error'),
      [],
    );
    return subject;
  });
  const colleague = address('colleague');
  await check('a test to a colleague', async () => {
    const { results } = await api.post(`/api/mailings/${mailing.id}/test-send`, {
      to: [colleague],
      customerId: reader.id,
    });
    same('result', results[0], { to: colleague, outcome: 'accepted' });
    const [mail] = await sandbox.messagesTo(colleague);
    must(mail?.subject.includes('髙橋 花子様'), `the mail in the inbox is about ${mail?.subject}`);
    return mail.subject;
  });
  await check('nothing is wrong any more', async () =>
    same('checks', await api.get(`/api/mailings/${mailing.id}/checks`), []),
  );
  return mailing;
}

export async function putOffAndCancel(api, { group }, mailing) {
  chapter('Schedule, pause, resume, cancel');
  const startsAt = new Date(Date.now() + 86_400_000).toISOString();
  const { id } = await step(
    'a delivery for tomorrow',
    () => api.post('/api/deliveries', { mailingId: mailing.id, groupId: group.id, startsAt }),
    (d) => d.state,
  );
  for (const [verb, state] of [
    ['pause', 'paused'],
    ['resume', 'scheduled'],
    ['cancel', 'canceled'],
  ])
    await check(verb, async () => same('state', (await api.post(`/api/deliveries/${id}/${verb}`)).state, state));
  await check('what was canceled cannot go on', () =>
    refused(409, null, () => api.post(`/api/deliveries/${id}/resume`)),
  );
}

export async function deliver(api, sandbox, { group }, mailing) {
  chapter('Deliver at once');
  await check('the estimate', async () => {
    const { funnel, estimatedSeconds } = await api.post('/api/deliveries/estimate', { mailingId: mailing.id });
    same('funnel', funnel, {
      members: 6,
      filteredOut: 0,
      stopped: 0,
      banned: 0,
      customerError: 0,
      invalidAddress: 0,
      recipients: 6,
    });
    return `6 of 6, ${estimatedSeconds} s`;
  });
  const listening = new AbortController();
  let deliveryId;
  const heard = api.follow(
    '/api/progress',
    ({ deliveries }) => deliveries.some(({ id }) => id === deliveryId),
    listening.signal,
  );
  const order = { mailingId: mailing.id, groupId: group.id, startsAt: null, idempotencyKey: `try-api-${run}` };
  const { id } = await step(
    'deliver',
    () => api.post('/api/deliveries', order),
    (d) => `delivery ${d.id}, ${d.state}`,
  );
  deliveryId = id;
  await check('the same request with the same key makes no second delivery', async () =>
    same('id', (await api.post('/api/deliveries', order)).id, id),
  );
  const sent = await step(
    'wait until it is sent',
    () =>
      patiently(
        () => api.get(`/api/deliveries/${id}`),
        ({ state }) => ['sent', 'failed', 'paused'].includes(state),
      ),
    (d) => d.state,
  );
  await check('sent, to six people', () => {
    same('delivery', sent, { state: 'sent', holdReason: null, recipientCount: 6 });
    same('nobody waits', sent.counts, { pending: 0, submitting: 0, unknown: 0, held: 0, failed: 0 });
  });
  setTimeout(() => listening.abort(), 3000);
  await check('the progress stream told of it', async () =>
    same(
      'heard',
      (await heard).some(({ deliveries }) => deliveries.some((d) => d.id === id)),
      true,
    ),
  );
  await check('exactly one copy each', async () => same('copies', (await sandbox.messagesWithTag('m', id)).length, 6));
  return sent;
}
