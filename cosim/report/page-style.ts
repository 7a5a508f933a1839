/** Everything the page needs to look like something: no font, script or picture is fetched. */
export const PAGE_STYLE = `
:root { color-scheme: light; --ink: #1b1f27; --soft: #667085; --line: #e2e5ea; --good: #14703c; --bad: #b42318; --warn: #96580a; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 1180px; padding: 24px 28px 48px; color: var(--ink); background: #fff;
  font: 14px/1.45 system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; }
h1 { margin: 0; font-size: 26px; font-weight: 650; }
h2 { margin: 30px 0 8px; font-size: 16px; font-weight: 650; }
h3 { margin: 14px 0 2px; font-size: 13px; font-weight: 600; color: var(--soft); }
header { display: flex; align-items: center; gap: 16px; flex-wrap: wrap; }
.verdict { padding: 3px 14px; border-radius: 6px; color: #fff; font-size: 18px; font-weight: 650; letter-spacing: .02em; }
.verdict.passed { background: var(--good); } .verdict.failed, .verdict.error, .verdict.diverged { background: var(--bad); }
.verdict.interrupted { background: var(--warn); }
.facts { margin: 10px 0 0; color: var(--soft); }
.facts b { color: var(--ink); font-weight: 600; }
.reason { margin: 16px 0 0; padding: 10px 14px; border-left: 4px solid var(--bad); background: #fdf1f0; white-space: pre-wrap; overflow-wrap: anywhere; }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 420px), 1fr)); gap: 0 40px; align-items: start; }
.columns > * { min-width: 0; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 540px), 1fr)); gap: 4px 24px; }
.charts figure { margin: 0; } .charts svg { display: block; max-width: 100%; height: auto; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th { text-align: left; font-weight: 600; color: var(--soft); font-size: 12px; }
th, td { padding: 4px 14px 4px 0; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: break-word; }
td:first-child:not(.long) { white-space: nowrap; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.long { overflow-wrap: anywhere; min-width: 14em; } .number.long { white-space: normal; } .wide { grid-column: 1 / -1; }
tr.held td:first-child { color: var(--good); font-weight: 600; }
tr.broken td { background: #fdf1f0; } tr.broken td:first-child { color: var(--bad); font-weight: 650; }
details { margin-top: 6px; } summary { cursor: pointer; color: var(--soft); padding: 4px 0; }
pre { margin: 0; padding: 10px 14px; background: #f5f6f8; border-radius: 6px; overflow-x: auto; font: 13px/1.5 ui-monospace, "DejaVu Sans Mono", monospace; }
`;
