import { describe, expect, test } from '@jest/globals';
import { Tokenizer, type TokenHandler, TokenizerMode } from 'parse5';
import { tokenizeHtml } from './html-tokens.js';
import { randomJoin, seededRandom } from './mail.fixture.js';

const PIECES = [
  '<',
  '>',
  '/',
  '!',
  '-',
  '--',
  '-->',
  '--!>',
  '<!--',
  '<!doctype',
  '<?',
  '=',
  '"',
  "'",
  ' ',
  '\n',
  'a',
  'B',
  'img',
  '<a',
  '</a',
  '<a href="x">',
  '<p>',
  '</p>',
  '<title>',
  '</title',
  '<textarea>',
  '</textarea>',
  '<style>',
  '</style',
  '</STYLE >',
  '<script>',
  '</script>',
  '<![CDATA[',
  ']]>',
  '&amp;',
  '{{',
  '}}',
  '\f',
  '<br/>',
  ' x=y',
  "a='1'b",
];
const SWITCHES: Record<string, (typeof TokenizerMode)[keyof typeof TokenizerMode]> = {
  title: TokenizerMode.RCDATA,
  textarea: TokenizerMode.RCDATA,
  style: TokenizerMode.RAWTEXT,
  script: TokenizerMode.RAWTEXT,
};

/** Tags with their attributes, and comments, as parse5 finds them. */
function byParse5(html: string): string[] {
  const found: string[] = [];
  const handler: Partial<TokenHandler> = {
    onStartTag(token) {
      found.push(`<${token.tagName} ${token.attrs.map(({ name, value }) => `${name}=${value}`).join(' ')}`);
      const mode = SWITCHES[token.tagName];
      if (mode !== undefined) {
        tokenizer.state = mode;
        tokenizer.lastStartTagName = token.tagName;
      }
    },
    onEndTag: (token) => void found.push(`</${token.tagName}`),
    onComment: () => void found.push('comment'),
    onDoctype: () => void found.push('comment'),
    onCharacter() {},
    onWhitespaceCharacter() {},
    onNullCharacter() {},
    onEof() {},
  };
  const tokenizer = new Tokenizer({ sourceCodeLocationInfo: false }, handler as TokenHandler);
  tokenizer.write(html, true);
  return found;
}

function byUs(html: string): string[] {
  const found: string[] = [];
  for (const token of tokenizeHtml(html)) {
    // The standard drops </> altogether.
    if (token.type === 'comment' && html.slice(token.start, token.end) !== '</>') found.push('comment');
    else if (token.type === 'close') found.push(`</${token.name}`);
    else if (token.type === 'open') {
      const seen = new Map<string, string>();
      for (const { name, value } of token.attributes) {
        const text = value === null ? '' : html.slice(value.start, value.end);
        if (!seen.has(name)) seen.set(name, text.replaceAll('&amp;', '&'));
      }
      found.push(`<${token.name} ${[...seen].map(([name, value]) => `${name}=${value}`).join(' ')}`);
    }
  }
  return found;
}

describe('cutting HTML as browsers do', () => {
  test.each(Array.from({ length: 60 }, (_, seed) => seed + 1))(
    'finds the tags, attributes and comments of parse5 (seed %i)',
    (seed) => {
      const random = seededRandom(seed);
      for (let i = 0; i < 100; i++) {
        const html = randomJoin(random, PIECES, 1 + random(25));
        expect({ html, found: byUs(html) }).toEqual({ html, found: byParse5(html) });
      }
    },
  );

  test('the pieces make up the source without gaps', () => {
    const random = seededRandom(7);
    for (let i = 0; i < 2000; i++) {
      const html = randomJoin(random, PIECES, random(30));
      expect(
        tokenizeHtml(html)
          .map(({ start, end }) => html.slice(start, end))
          .join(''),
      ).toBe(html);
    }
  });
});
