// Who and what one run is about: names of its own, so that runs do not meet each other.

/** What this run calls its things. */
export const run = Date.now().toString(36);
export const address = (name) => `${name}.${run}@example.jp`;

export const READER = address('hanako');
export const DOCOMO = `taro..${run}@docomo.ne.jp`;
export const LEAVER = address('jiro');
export const QUIET = address('saburo');
export const BOUNCER = `gone.${run}+sim-hard@example.jp`;
export const COMPLAINER = `angry.${run}+sim-complain@example.jp`;

/** Where the counted link of the mail leads. */
export const TARGET_URL = 'https://www.example.co.jp/spring?from=mail&lang=ja';

/** What a person's mail program says of itself; others are taken for robots. */
export const BROWSER = {
  'user-agent': 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Safari/604.1',
};
