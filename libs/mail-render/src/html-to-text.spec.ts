import { describe, expect, test } from '@jest/globals';
import { htmlToText } from './html-to-text.js';

describe('M-02 the text made from an HTML mail', () => {
  test.each([
    ['<title>t</title><style>p{}</style><script>x</script><p>本文</p><!-- c -->', '本文'],
    ['<p>A\n  B&nbsp;C &amp; D</p><p>E<br>F<br><br>G</p>', 'A B C & D\n\nE\nF\n\nG'],
    ['<h1>見出し</h1>本文<h2>次</h2>', '■ 見出し\n\n本文\n\n■ 次'],
    ['<ul><li>一</li><li><b>二</b><ol><li>a</li><li>b</li></ol></li></ul>後', '・一\n・二\n  1. a\n  2. b\n\n後'],
    ['<table><tr><td>A</td><td>B</td></tr><tr><th>C</th></tr></table>', 'A B\nC'],
    ['<ul><li><p>一</p></li> <li> 二</li></ul><h2><div>三</div></h2>', '・一\n・二\n\n■ 三'],
    ['<div><div>A</div><div>B</div></div>', 'A\nB'],
    ['A<hr>B', `A\n\n${'-'.repeat(30)}\n\nB`],
    ['<pre>a\n  b</pre>', 'a\n  b'],
    ['<img alt="ロゴ" src="x"><img src="y">', 'ロゴ'],
    ['<div style="display: none">プリヘッダー<div>x</div></div>A<span hidden>B</span>', 'A'],
    ['<p>{{お名前|お客様}} 様</p>', '{{お名前|お客様}} 様'],
    ['', ''],
  ])('%s', (html, text) => {
    expect(htmlToText(html)).toBe(text);
  });

  test.each([
    ['<a href="https://a.example/?a=1&amp;b=2">詳細</a>はこちら', '詳細 <https://a.example/?a=1&b=2>はこちら'],
    ['<a href="https://a.example/">a.example</a>', 'https://a.example/'],
    ['前 <a href="https://a.example">https://a.example/</a> 後', '前 https://a.example 後'],
    ['<p>x</p><a href="https://a.example/">https://a.example/</a>', 'x\n\nhttps://a.example/'],
    ['<a href="https://a.example/"><img src="i.png"></a>', 'https://a.example/'],
    ['<a href="https://a.example/"><img alt="商品" src="i.png"></a>', '商品 <https://a.example/>'],
    [
      '<a href="mailto:a@example.jp?subject=x">a@example.jp</a> <a href="mailto:b@example.jp">問合せ</a>',
      'a@example.jp 問合せ (b@example.jp)',
    ],
    ['<a href="tel:03-1234-5678">電話</a>', '電話 (03-1234-5678)'],
    ['<a href="#top">上へ</a><a name="x">印</a>', '上へ印'],
    ['<a href="{{unsubscribe_url}}">配信停止</a>', '配信停止 <{{unsubscribe_url}}>'],
    ['<a href="https://a.example/">閉じない', '閉じない <https://a.example/>'],
  ])('links: %s', (html, text) => {
    expect(htmlToText(html)).toBe(text);
  });
});
