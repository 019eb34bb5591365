import type { home as ja } from '../ja/home';
import type { Shape } from '../shape';

export const home: Shape<typeof ja> = {
  welcome: 'Welcome to Kubari',
  welcomeText: 'The way to your first delivery, step by step.',
  hello: 'Good to see you, {{name}}',
  steps: {
    title: 'What to do first',
    done: ' (done)',
    sender: { title: 'Register a sender', text: 'The name and address that mails come from', action: 'Register' },
    legal: { title: 'Say who you are', text: 'Name, postal address and contact, as the law asks', action: 'Enter' },
    group: {
      title: 'Make a delivery group',
      text: 'Those you deliver to, such as a newsletter or members',
      action: 'Make',
    },
    customers: {
      title: 'Bring in customers',
      text: 'From a CSV file of Excel, straight into a group',
      action: 'Import',
    },
    mailing: { title: 'Write a mailing', text: 'Subject and body, merge tags, tracked links', action: 'Write' },
    delivery: { title: 'Deliver it', text: 'Check it, then deliver now or at a time', action: 'To mailings' },
  },
  current: {
    title: 'Deliveries in progress',
    starts: 'starts {{at}}',
    done: '{{done}} / {{total}}',
    held_one: '{{count, number}} held',
    held_other: '{{count, number}} held',
    left: 'about {{time}} left',
    progress: 'Progress of “{{subject}}”',
  },
  highErrors: {
    title: 'Deliveries with a high error rate',
    one: '“{{subject}}”: {{errors, number}} of {{addresses, number}} addresses ({{percent}}) ended in an error',
  },
  recent: {
    title: 'Recent deliveries',
    all: 'Whole history',
    empty: 'Nothing has been delivered yet',
    subject: 'Subject',
    state: 'State',
    success: 'Delivered',
    opened: 'Open rate',
    clicked: 'Click rate',
  },
  ses: {
    sandbox: 'Sandbox',
    inbox: 'Open the inbox of the sandbox',
    ok: 'Ready',
    disabled: 'Sending is off',
    silent: 'Unknown',
    silentText: 'Amazon SES does not answer',
    rate: 'Up to {{rate}} a second',
    used: '{{sent}} of {{max}} in 24 hours',
    unlimited: '{{sent}} in 24 hours (no limit)',
    quota: 'Sent in 24 hours',
  },
};
