/** Style of the inbox; light and dark follow the system. */
export const INBOX_STYLE = `
:root{color-scheme:light dark;--bg:#f5f6f8;--panel:#fff;--line:#e1e4ea;--text:#1b2130;--dim:#586174;--accent:#4338ca;--accent-soft:#eceafd;--on-accent:#fff;--hover:#f0f1f6;--code:#f7f8fa;
--ok:#0f6b43;--ok-bg:#def5e9;--warn:#8a4b00;--warn-bg:#fdf0d8;--bad:#a81d2b;--bad-bg:#fde5e6;--info:#2f4b8f;--info-bg:#e6ecfb;--shadow:0 1px 2px rgb(20 25 40/.06),0 4px 16px rgb(20 25 40/.05)}
@media (prefers-color-scheme:dark){:root{--bg:#12151c;--panel:#1a1e27;--line:#2c323f;--text:#e7eaf0;--dim:#a3abbb;--accent:#a5a0ff;--accent-soft:#2a2a52;--on-accent:#14142b;--hover:#232834;--code:#14171f;
--ok:#7fdcae;--ok-bg:#143527;--warn:#f4c677;--warn-bg:#3b2c12;--bad:#ff9ea4;--bad-bg:#43191f;--info:#a9c1ff;--info-bg:#1d2a4a;--shadow:0 1px 2px rgb(0 0 0/.4)}}
*{box-sizing:border-box}
html,body{height:100%;margin:0}
body{display:flex;flex-direction:column;background:var(--bg);color:var(--text);font:14px/1.6 system-ui,-apple-system,"Segoe UI","Hiragino Sans","Noto Sans JP","Noto Sans CJK JP",sans-serif}
button,input{font:inherit;color:inherit}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.bar{display:flex;align-items:center;gap:16px;padding:10px 16px;background:var(--panel);border-bottom:1px solid var(--line)}
.brand{display:flex;align-items:center;gap:8px;font-weight:650;color:inherit;text-decoration:none;white-space:nowrap}
svg{width:20px;height:20px;fill:none;stroke:currentColor;stroke-width:1.8;stroke-linecap:round;stroke-linejoin:round;flex:none}
.brand svg{color:var(--accent);width:24px;height:24px}
.search{flex:1;max-width:480px;position:relative;color:var(--dim)}
.search svg{position:absolute;left:10px;top:9px;width:18px;height:18px}
.search input{width:100%;height:36px;padding:0 12px 0 36px;border:1px solid var(--line);border-radius:8px;background:var(--bg);color:var(--text)}
.search input::placeholder{color:var(--dim)}
.totals{display:flex;gap:18px;margin:0 0 0 auto}
.totals div{display:flex;gap:6px;align-items:baseline;white-space:nowrap}
.totals dt{color:var(--dim);font-size:12px}
.totals dd{margin:0;font-weight:600;font-variant-numeric:tabular-nums}
.plain,.act{height:36px;padding:0 14px;border:1px solid var(--line);border-radius:8px;background:var(--panel);cursor:pointer;white-space:nowrap;font-weight:500}
.plain:hover,.act:hover:not(:disabled){background:var(--hover)}
.act.first{background:var(--accent);border-color:var(--accent);color:var(--on-accent)}
.act.first:hover:not(:disabled){background:var(--accent);filter:brightness(1.08)}
.act:disabled{opacity:1;color:var(--dim);background:var(--bg);border-color:var(--line);cursor:not-allowed}
.act.danger{color:var(--bad)}
main{flex:1;min-height:0;display:grid;grid-template-columns:minmax(300px,400px) 1fr}
.list{overflow-y:auto;background:var(--panel);border-right:1px solid var(--line)}
.list ul{list-style:none;margin:0;padding:0}
.row{display:grid;grid-template-columns:1fr auto;gap:1px 10px;padding:10px 16px;border-bottom:1px solid var(--line);color:inherit;text-decoration:none;border-left:3px solid transparent}
.row:hover{background:var(--hover)}
.row[aria-current=true]{background:var(--accent-soft);border-left-color:var(--accent)}
.row:focus-visible{outline-offset:-2px}
.row .to{font-weight:600;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.row time{color:var(--dim);font-size:12px;font-variant-numeric:tabular-nums;align-self:center;justify-self:end}
.row[aria-current=true] time,.row[aria-current=true] .subject{color:var(--text)}
.row .subject{color:var(--dim);overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.badge{display:inline-block;justify-self:end;align-self:center;padding:0 8px;border-radius:99px;font-size:12px;line-height:20px;font-weight:600;white-space:nowrap}
.delivered,.Delivery{color:var(--ok);background:var(--ok-bg)}
.delayed,.DeliveryDelay{color:var(--warn);background:var(--warn-bg)}
.bounced,.complained,.rejected,.Bounce,.Complaint,.Reject{color:var(--bad);background:var(--bad-bg)}
.accepted,.Send{color:var(--info);background:var(--info-bg)}
.none{padding:48px 24px;color:var(--dim);text-align:center;margin:0}
.none b{display:block;color:var(--text);margin-bottom:4px}
.more{display:block;margin:16px auto}
[hidden]{display:none!important}
.reader{overflow-y:auto;padding:24px;min-width:0}
.reader .choose{color:var(--dim);text-align:center;margin-top:20vh}
.back{display:none;margin-bottom:12px;color:var(--accent);text-decoration:none}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.card{background:var(--panel);border:1px solid var(--line);border-radius:12px;box-shadow:var(--shadow);max-width:1040px;margin:0 auto;overflow:hidden}
.head{padding:20px 24px 16px}
.head h2{font-size:20px;line-height:1.4;margin:0 0 10px;overflow-wrap:anywhere}
.facts{display:grid;grid-template-columns:auto 1fr;gap:3px 14px;margin:0}
.facts dt{color:var(--dim)}
.facts dd{margin:0;overflow-wrap:anywhere}
.chip{display:inline-block;margin:0 6px 3px 0;padding:0 8px;border:1px solid var(--line);border-radius:6px;font-size:12px;font-family:ui-monospace,SFMono-Regular,Menlo,monospace;overflow-wrap:anywhere}
.acts{display:flex;flex-wrap:wrap;gap:8px;margin-top:16px}
.answer{margin:14px 0 0;padding:10px 14px;border-radius:8px;background:var(--code);border:1px solid var(--line);overflow-wrap:anywhere}
.answer pre{max-height:160px;margin:6px 0 0;padding:0;background:none}
.tabs{display:flex;gap:2px;padding:0 16px;border-bottom:1px solid var(--line);overflow-x:auto}
.tabs button{padding:10px 12px;border:0;border-bottom:2px solid transparent;background:none;color:var(--dim);cursor:pointer;white-space:nowrap;font-weight:500}
.tabs button:hover{color:var(--text)}
.tabs button[aria-selected=true]{color:var(--accent);border-bottom-color:var(--accent)}
.tabs button:focus-visible{outline-offset:-3px}
.tools{display:flex;flex-wrap:wrap;gap:18px;padding:10px 24px;border-bottom:1px solid var(--line);color:var(--dim)}
.tools label{display:flex;gap:6px;align-items:center;cursor:pointer}
.tools input{accent-color:var(--accent);margin:0}
.frame{background:#fff;display:flex;justify-content:center}
.frame iframe{display:block;width:100%;height:66vh;min-height:420px;border:0;background:#fff}
.frame.phone{background:var(--bg)}
.frame.phone iframe{width:375px;box-shadow:0 0 0 1px var(--line)}
pre{margin:0;padding:20px 24px;white-space:pre-wrap;overflow-wrap:anywhere;font:13px/1.65 ui-monospace,SFMono-Regular,Menlo,"Noto Sans Mono CJK JP",monospace;overflow:auto}
pre.text{font-family:inherit;font-size:15px;line-height:1.8}
.source{background:var(--code)}
table{width:100%;border-collapse:collapse}
td,th{padding:8px 24px;text-align:left;vertical-align:top;border-bottom:1px solid var(--line);overflow-wrap:anywhere;font-weight:400}
tr:last-child>*{border-bottom:0}
th{width:1%;white-space:nowrap;color:var(--dim);padding-right:0}
.events{list-style:none;margin:0;padding:16px 24px}
.events .badge{justify-self:start}
.events li{display:grid;grid-template-columns:auto auto 1fr;gap:4px 12px;padding:6px 0;align-items:baseline}
.events time{color:var(--dim);font-variant-numeric:tabular-nums}
.links{margin:0;padding:16px 24px 16px 44px}
.links li{padding:3px 0;overflow-wrap:anywhere}
.links a,.facts a{color:var(--accent)}
.toast{position:fixed;bottom:20px;left:50%;transform:translateX(-50%);padding:10px 18px;border-radius:10px;background:var(--text);color:var(--panel);box-shadow:var(--shadow);max-width:90vw}
@media (max-width:760px){
.bar{flex-wrap:wrap;gap:8px 12px;padding:10px 12px}.search{order:3;flex-basis:100%;max-width:none}.totals{gap:12px}.totals div:nth-child(n+2){display:none}
main{grid-template-columns:1fr}.list{border-right:0}.reader{display:none;padding:12px}
body.reading .list{display:none}body.reading .reader{display:block}.back{display:inline-block}
.head{padding:16px}.facts{grid-template-columns:1fr}.facts dt{font-size:12px;margin-top:4px}.tabs{padding:0 6px}.tools{padding:10px 16px}pre,.events{padding:16px}td,th{padding:8px 16px;display:block;width:auto}th{border-bottom:0;padding-bottom:0}
.acts .act{flex:1 1 auto}.events li{grid-template-columns:auto 1fr}.events li span:last-child{grid-column:1/-1}
.frame.phone iframe{width:100%}}
`;
