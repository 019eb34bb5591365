import iconv from 'iconv-lite';

const lines = (...rows: string[]): string => rows.map((row) => `${row}\r\n`).join('');

/** As Japanese Excel saves it: CP932, CRLF, signs that strict Shift_JIS lacks, trail bytes that look like ASCII (表 ends in 0x5C). */
export const cp932Excel = iconv.encode(
  lines(
    'メールアドレス,お名前,会社名',
    'taro@example.jp,髙橋 太郎,㈱表計算①',
    'saki@example.jp,山﨑 ﾊﾅｺ,"株式会社～ソ－"',
  ),
  'cp932',
);

export const bomSemicolon = Buffer.from(`\uFEFF${lines('mail;name', 'a@example.jp;"x;y"', 'b@example.jp;表')}`, 'utf8');

export const shortRows = Buffer.from(lines('mail,name,company', 'a@example.jp', '', 'b@example.jp,B', ',,'), 'utf8');

export const formulaInjection = Buffer.from(
  lines('mail,name', `a@example.jp,"=HYPERLINK(""http://evil.example/"",""x"")"`, `b@example.jp,'=1+1`),
  'utf8',
);
