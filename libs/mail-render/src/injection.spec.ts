import { expect, test } from '@jest/globals';
import { type DefaultTreeAdapterTypes, parse } from 'parse5';
import { compileMail } from './compile-mail.js';
import { OPTIONS, oneOf, randomJoin, recipient, seededRandom, tracked } from './mail.fixture.js';

const VALUE_PIECES = [
  '<',
  '>',
  '"',
  "'",
  '`',
  '&',
  '=',
  '/',
  ' ',
  '\n',
  '\r',
  '\t',
  '\0',
  '\u2028',
  '\u00A0',
  '-',
  '--',
  '!',
  '-->',
  '--!>',
  '<!--',
  ']]>',
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  'onload=',
  'javascript:alert(1)',
  '</title>',
  '</textarea>',
  '</style>',
  '</a>',
  '<![endif]-->',
  '{{',
  '}}',
  '{{code}}',
  '{{unsubscribe_url}}',
  '|',
  '&lt;',
  '&#60;',
  '\\',
  '%',
  '%22',
  '山',
  '😀',
  '\uD800',
  'x',
];
const HTML_PIECES = [
  '<p>',
  '</p>',
  '{{code}}',
  '{{お名前|<b>}}',
  'text',
  '<a href="https://a.example/{{code}}">',
  "<a href='{{code}}'>",
  '<a href=https://a.example/?{{code}}&x>',
  '<a href=mailto:{{code}}>',
  '</a>',
  '<img alt={{code}} src="https://a.example/{{code}}.png">',
  '<td width={{code}}>',
  `<p title='{{code}}' class="{{code}}">`,
  '<p {{code}}>',
  '<p{{code}}>',
  '<p style="{{code}}" onclick={{code}}>',
  '<!-- {{code}} -->',
  '<!--{{code}}-->',
  '<!doctype {{code}}>',
  '<title>{{code}}</title>',
  '<textarea>{{code}}</textarea>',
  '<style>{{code}}</style>',
  '<script>{{code}}</script>',
  '<!--[if mso]><v:rect alt={{code}} href="{{code}}">{{code}}<![endif]-->',
  '<!--[if !mso]><!-->',
  '<!--<![endif]-->',
  '</p {{code}}>',
  '<br',
  '"',
  "'",
  '>',
  '</body>',
  '<a href="{{unsubscribe_url}}" title={{code}}>',
  '<a href=" {{code}}" data-track=off>',
  '<?x {{code}}>',
  '&{{code}}',
  '<{{code}}>',
  '</{{code}}>',
  '<{{code}} {{code}}>',
  '<!{{code}}>',
  '<!-{{code}}>',
  '<!--{{code}}><img src="https://b.example/">-->',
  '<!-- -{{code}}><b>-->',
  '<!--[if mso]>{{code}}><b>-{{code}}><![endif]-->',
  '<',
  '</',
  '<!',
];

/** All elements with their attribute names, and comments, in document order: what markup is made of. */
function markup(html: string, scriptingEnabled: boolean): string[] {
  const found: string[] = [];
  const visit = (node: DefaultTreeAdapterTypes.Node): void => {
    if ('data' in node) {
      found.push('comment');
      // Outlook reads what is inside.
      const inside = /^\[if[^\]]*\]>(.*)<!\[endif\]$/s.exec(node.data)?.[1];
      if (inside !== undefined) found.push(...markup(inside, scriptingEnabled), 'end of comment');
    }
    if ('attrs' in node) found.push(`${node.tagName} ${node.attrs.map(({ name }) => name).join(' ')}`);
    if ('attrs' in node)
      for (const { name, value } of node.attrs) if (/^(?:href|src)$/.test(name)) found.push(schemeOf(value));
    if ('childNodes' in node) node.childNodes.forEach(visit);
  };
  visit(parse(html, { scriptingEnabled }));
  return found;
}

function schemeOf(url: string): string {
  return /^[\s\0]*([a-z]+):/i.exec(url)?.[1] ?? '';
}

test.each(Array.from({ length: 80 }, (_, seed) => seed + 1))(
  'security.md 2, 4: no value makes an element, attribute, comment or scheme, nor breaks the subject (seed %i)',
  (seed) => {
    const random = seededRandom(seed);
    for (let i = 0; i < 25; i++) {
      const htmlBody = randomJoin(random, HTML_PIECES, 1 + random(10));
      const mail = compileMail(
        { format: 'html', subject: '{{code}} {{お名前|\r\n}}', textBody: '', htmlBody },
        OPTIONS,
      );
      const links = random(2) === 0 ? tracked : {};
      // Neither is blank, since a word in a table or head moves tags around by itself.
      const plain = mail.render(recipient({ code: 'x', お名前: 'x' }, links)).html ?? '';
      const code = `${oneOf(random, ['x', '/', '!', '?', '>', '"', '-'])}${randomJoin(random, VALUE_PIECES, random(6))}`;
      const hostile = mail.render(recipient({ code, お名前: code }, links));
      for (const scripting of [true, false]) {
        const found = markup(hostile.html ?? '', scripting);
        expect({ htmlBody, code, found }).toEqual({ htmlBody, code, found: markup(plain, scripting) });
      }
      expect(hostile.subject).not.toMatch(/[\r\n\0\u0085\u2028\u2029]/);
    }
  },
);
