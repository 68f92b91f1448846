/**
 * The page's whole style: screen and paper, light and dark. Nothing is fetched. `foot` stands on every
 * printed page; what could end the text of a style sheet is left out of it.
 */
export const pageStyle = (foot: string): string => STYLE.replace("@FOOT@", () => foot.replace(/[^\w .:·-]/g, ""));

const STYLE = `
:root{color-scheme:light dark;--ground:#f6f7f9;--card:#fff;--ink:#16191f;--soft:#545b64;--line:#d9dde3;--head:#eef1f5;
--up:#b3450b;--down:#0b5cad;--series:#4444a9;--rest:#b9bfca;--good:#1a6b35;--halo:#fff}
@media (prefers-color-scheme:dark){:root{--ground:#0f141a;--card:#171d25;--ink:#e9ebed;--soft:#a9b1bc;--line:#333c48;--head:#1f2731;
--up:#ffad66;--down:#75bbff;--series:#7f9be0;--rest:#4a5563;--good:#7bd88f;--halo:#171d25}}
*{box-sizing:border-box}
html{background:var(--ground);color:var(--ink);font:15px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;-webkit-text-size-adjust:100%}
body{max-inline-size:1080px;margin:0 auto;padding:24px 20px 48px}
header,section{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:18px 22px;margin-block-end:16px}
.company{margin:0;color:var(--soft)}
h1{margin:2px 0 8px;font-size:27px;line-height:1.2}
h1 span{display:block;font-size:16px;font-weight:400;color:var(--soft)}
h2{margin:0 0 4px;font-size:18px}
p{margin:0 0 10px}
.state b{border:1px solid currentColor;border-radius:4px;padding:1px 7px;margin-inline-end:4px;white-space:nowrap}
.state .final{color:var(--good)}.state .draft{color:var(--soft)}.state .restated{color:var(--up)}
.tie.tied{color:var(--good)}.tie.apart{color:var(--up);font-weight:600}
.lead{font-size:17px;margin-block-start:12px}
.finding{max-inline-size:95ch}.lead,.finding{text-wrap:pretty}
.aside{color:var(--soft);font-size:13px;margin-block-start:6px}
.numbers{list-style:none;display:grid;grid-template-columns:repeat(auto-fit,minmax(175px,1fr));gap:14px 22px;margin:10px 0 0;padding:0}
.numbers li{display:flex;flex-direction:column;border-inline-start:3px solid var(--line);padding-inline-start:12px}
.numbers strong{font-size:21px;line-height:1.3;font-variant-numeric:tabular-nums}
.what,.note,.rows,small{color:var(--soft)}.what{font-weight:600}.note,.rows,small{font-size:12.5px}
small{display:block;font-weight:400;overflow-wrap:anywhere}
.scroll{overflow-x:auto;margin-block-start:12px}
table{border-collapse:collapse;inline-size:100%;font-variant-numeric:tabular-nums}
caption{text-align:start;color:var(--soft);font-size:13px;padding-block-end:4px}
th,td{padding:5px 10px;text-align:start;vertical-align:top;border-block-end:1px solid var(--line);font-weight:400}
th:first-child{padding-inline-start:4px}td:last-child,th:last-child{padding-inline-end:4px}
thead th{font-weight:600;font-size:13px;color:var(--soft);vertical-align:bottom;background:var(--head)}
.n{text-align:end;white-space:nowrap}
td.bar{inline-size:30%;min-inline-size:90px}
tr.team>*{font-weight:600;background:var(--head)}
tr.total>*{font-weight:700;border-block-start:2px solid var(--ink);border-block-end:2px solid var(--ink)}
tr.of>th{padding-inline-start:18px}i{font-style:normal;font-size:12.5px;color:var(--soft);margin-inline-start:4px;white-space:nowrap}
thead .n{white-space:normal}#unallocated td{white-space:nowrap}#unallocated td small{white-space:normal;min-inline-size:13ch}
#movement td.bar{inline-size:58%}
tr.sub>*{font-weight:600}
.flag{color:var(--up);font-size:12.5px;font-weight:600;white-space:nowrap}
.none{color:var(--soft)}
code{font:12px/1.4 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}code.short{white-space:nowrap}
dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 16px;margin:8px 0}dt{color:var(--soft)}dd{margin:0}
details{margin-block-start:8px}summary{cursor:pointer;color:var(--down);padding-block:4px}
svg{display:block;overflow:visible}
.inbar .zero{stroke:var(--soft);stroke-width:1}
rect.up,rect.over{fill:var(--up)}rect.down{fill:var(--down)}rect.total{fill:var(--soft)}rect.share,rect.budgeted{fill:var(--series)}rect.rest{fill:var(--rest)}
rect.missing{fill:none;stroke:var(--soft);stroke-dasharray:3 3}
.grid{stroke:var(--line)}.axis,.value{fill:var(--soft);font-size:12px;font-variant-numeric:tabular-nums}.value{fill:var(--ink)}.value.up{fill:var(--up);font-weight:600}
line.halo{stroke:var(--halo);stroke-width:5.5}line.tick{stroke:var(--ink);stroke-width:2.5}
.legend span{white-space:nowrap}.legend{color:var(--soft);font-size:13px;display:flex;flex-wrap:wrap;gap:4px 18px;align-items:center;margin-block-start:6px}
.key{inline-size:14px;block-size:12px;display:inline-block;margin:0;vertical-align:-1px}
.key.budgeted{background:var(--series)}.key.over{background:var(--up)}.key.rest{background:var(--rest)}.key.tick{block-size:3px;vertical-align:3px;background:var(--ink)}.key.missing{border:1px dashed var(--soft)}
.hatch-ground{fill:var(--up)}.hatch-line{stroke:var(--halo);stroke-width:2}
footer{color:var(--soft);font-size:13px;padding:0 4px;overflow-wrap:anywhere}
@media (max-width:688px){body{padding:10px 8px 32px}header,section{padding:14px 12px}.wide,svg .value{display:none}h1{font-size:23px}.lead{font-size:16px}th,td{padding-inline:5px}
svg .axis{font-size:12px}.months .thin{display:none}}
@page{size:A4;margin:14mm 12mm 16mm;@bottom-right{content:"Page " counter(page) " of " counter(pages);font:9px sans-serif;color:#444}@bottom-left{content:"@FOOT@";font:9px sans-serif;color:#444}}
@media print{:root{--ground:#fff;--card:#fff;--ink:#000;--soft:#444;--line:#bbb;--head:#f0f0f0;--up:#b3450b;--down:#0b5cad;--series:#4444a9;--rest:#b9bfca;--good:#1a6b35;--halo:#fff;color-scheme:light}
html{font-size:10.5px;background:#fff}body{max-inline-size:none;padding:0}header,section{border:0;padding:0;margin-block-end:18px}
h2,.finding,caption,thead{break-after:avoid}tr.total{break-before:avoid}tr,.numbers li,.months{break-inside:avoid}thead{display:table-header-group}
.scroll{overflow:visible}.wide{display:table-cell}small,i,.flag,.note,.rows,.aside,caption,thead th,footer,.legend{font-size:9px}code{font-size:8.5px}.numbers strong{font-size:14px}h1{font-size:20px}h2{font-size:14px}.lead{font-size:12px}
.numbers{grid-template-columns:repeat(5,1fr);gap:8px}rect.over{fill:url(#hatch)}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
.months text{font-size:9px}summary{display:none}details::details-content{content-visibility:visible;block-size:auto}th,td{padding:3px 5px}}
`;
