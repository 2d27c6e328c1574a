'use strict';
// The page is complete without this. What it adds: moments, two cursors, zoom, ways of probes. It makes no request and keeps nothing.
(() => {
const root = document.documentElement, one = (n, s) => n.querySelector(s), all = (n, s) => [...n.querySelectorAll(s)];
root.classList.add('js');
const SVG = 'http://www.w3.org/2000/svg';
const make = (name, attributes, text) => {
  const e = document.createElementNS(SVG, name);
  for (const k in attributes) e.setAttribute(k, attributes[k]);
  if (text != null) e.textContent = text;
  return e;
};
const put = (e, text) => { if (e.shown !== text) e.textContent = e.shown = text; };
const set = (e, name, value) => { if (e.getAttribute(name) !== value) e.setAttribute(name, value); };
// Words, as the program writes them.
const pad = (n, w = 2) => String(n).padStart(w, '0');
const grouped = n => String(Math.round(n)).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
const spoken = ms => {
  const s = Math.abs(ms);
  if (s < 1) return '0s';
  if (s < 999.5) return Math.round(s) + 'ms';
  const tenths = Math.floor((s + 50) / 100);
  if (tenths < 600) return Math.floor(tenths / 10) + (tenths % 10 ? '.' + tenths % 10 : '') + 's';
  const seconds = Math.round(s / 1e3);
  return seconds < 3600 ? Math.floor(seconds / 60) + 'm' + pad(seconds % 60) + 's'
    : Math.floor(seconds / 3600) + 'h' + pad(Math.floor(seconds / 60) % 60) + 'm';
};
const percent = share => !share ? '0%' : share < 1e3 ? '<0.1%' : Math.floor(share / 1e3) / 10 + '%';
// A series: moments and the values from then on.
const series = (flat, sums) => {
  const n = flat.length / 2, t = new Float64Array(n), v = new Float64Array(n);
  for (let i = 0, x = 0, y = 0; i < n; i++) {
    t[i] = x += flat[2 * i];
    v[i] = y = sums ? y + flat[2 * i + 1] : flat[2 * i + 1];
  }
  return { t, v };
};
const index = (t, x) => {
  let a = -1, b = t.length - 1;
  while (a < b) { const m = (a + b + 1) >> 1; if (t[m] <= x) a = m; else b = m - 1; }
  return a;
};
const at = (s, x, none = 0) => { const i = index(s.t, x); return i < 0 ? none : s.v[i]; };
// The area below a series between two moments.
const area = (s, a, b) => {
  let sum = 0;
  for (let i = Math.max(0, index(s.t, a)); i < s.t.length && s.t[i] < b; i++) {
    const end = i + 1 < s.t.length ? s.t[i + 1] : Infinity;
    sum += Math.max(0, Math.min(b, end) - Math.max(a, s.t[i])) * s.v[i];
  }
  return sum;
};
const numbers = d => (d.match(/-?[\d.]+/g) || []).map(Number);

class Explorer {
  constructor(node, data, number) {
    this.node = node; this.data = data; this.number = number;
    const $ = s => one(node, s);
    this.end = data.end;
    this.looks = data.looks.map(x => series(x));
    this.counted = data.counted.map(x => series(x, true));
    this.sent = series(data.sent, true); this.queue = series(data.queue, true);
    this.probes = data.probes.map(p => ({ ...p, lost: series(p.lost), way: series(p.way) }));
    this.moments = [...new Set([0, ...series(data.events.flatMap(e => [e[0], 0])).t, ...data.steps.flat()])].sort((a, b) => a - b);
    let t = 0; this.events = data.events.map(e => [t += e[0], e[1]]);
    this.a = data.start; this.b = null; this.win = [0, this.end]; this.sel = -1; this.timer = 0;
    this.probe = this.probes.reduce((w, p, i) => p.total > (this.probes[w]?.total ?? -1) ? i : w, 0);
    this.readMap(); this.readLanes(); this.readNow(); this.wire();
    this.draw(true);
  }
  clock(ms, digits = 3) {
    if (this.data.clock == null) return (ms < 0 ? '-' : '+') + (Math.abs(ms) / 1e3).toFixed(digits);
    const x = Math.floor(this.data.clock + ms), text = pad(Math.floor(x / 36e5) % 24) + ':' + pad(Math.floor(x / 6e4) % 60) + ':' + pad(Math.floor(x / 1e3) % 60);
    return digits ? text + '.' + pad(x % 1e3, 3).slice(0, digits) : text;
  }
  look(i, t) { return at(this.looks[i], t); }

  // The map: parts that the program drew, found again.
  readMap() {
    const map = this.map = one(this.node, '.map');
    this.nodes = all(map, '.node').map(g => {
      const use = one(g, 'use'), look = +use.getAttribute('href').slice(2);
      return { g, use, uses: { [look]: use }, ring: one(g, '.ring'), look, text: '' };
    });
    const xy = g => numbers(g.getAttribute('transform'));
    this.xy = this.nodes.map(n => xy(n.g));
    this.labels = all(map, '.labels text');
    this.hidden = this.labels.map(l => l.hasAttribute('display'));
    this.links = [];
    for (const e of all(map, '[data-s]')) {
      const s = +e.dataset.s, parts = this.data.links[s], members = this.data.members[s];
      const up = members.map(() => ({ t: [], v: [] }));
      let t = 0;
      for (let i = 0; i < parts.length; i += 2) {
        t += parts[i];
        const m = up[parts[i + 1]];
        m.t.push(t); m.v.push(m.v.length % 2 ? 0 : 1);
      }
      if (e.localName === 'g') {
        const stubs = all(e, 'path').slice(1);
        this.links[s] = { bar: true, shown: [], up, members, parts: stubs, d: stubs.map(p => p.getAttribute('d')) };
      } else this.links[s] = { shown: [], up, members, parts: [e], d: e.getAttribute('d') };
    }
    this.way = one(map, '.way'); this.usual = one(map, '.usual'); this.marks = one(map, '.marks');
    this.counts = all(map, '.count');
  }
  linkUp(s, t) { return this.links[s].up.every(m => at(m, t)); }
  hop([from, s, to]) {
    const l = this.links[s];
    if (!l) return '';
    if (!l.bar) return l.d;
    const a = l.members.indexOf(from), b = l.members.indexOf(to);
    if (a < 0) return '';
    if (b < 0) return l.d[a];
    const [, , ax, ay] = numbers(l.d[a]), [, , bx] = numbers(l.d[b]);
    return l.d[a] + `M${ax},${ay}H${bx}` + l.d[b];
  }
  path(way) {
    let d = '';
    for (let i = 0; i < way.steps.length; i += 3) d += this.hop(way.steps.slice(i, i + 3));
    return d;
  }
  drawMap() {
    const { a, b, data } = this, running = this.counts.map(() => [0, 0]);
    this.nodes.forEach((n, i) => {
      const look = this.look(i, a), r = data.routers[i], differs = b != null && this.look(i, b) !== look;
      const cls = 'node k' + look + (i === this.sel ? ' sel' : '') + (differs ? ' diff' : '');
      if (n.cls !== cls) n.g.setAttribute('class', n.cls = cls);
      if (n.look !== look) { this.dress(n, look); n.look = look; }
      const counted = at(this.counted[i], a);
      if (n.ring) {
        const fill = Math.min(1000, Math.round(counted / r[1] * 1000));
        if (n.fill !== fill) { n.ring.setAttribute('stroke-dasharray', fill + ' 1000'); n.fill = fill; }
      }
      if (this.counts.length) { running[data.box[i]][1]++; if (look < 3) running[data.box[i]][0]++; }
    });
    this.counts.forEach((c, i) => put(c, `${running[i][0]} of ${running[i][1]} run`));
    for (const s in this.links) {
      const l = this.links[s], whole = !l.bar && this.linkUp(s, a);
      l.parts.forEach((p, i) => {
        const up = l.bar ? at(l.up[i], a) > 0 : whole;
        if (l.shown[i] !== up) { p.setAttribute('class', (l.bar ? 'stub' : 'link') + (up ? '' : ' down')); l.shown[i] = up; }
      });
    }
    this.drawWay();
  }
  // A symbol that was shown before is hidden and kept: making one anew takes the browser many times as long.
  dress(n, look) {
    n.use.setAttribute('display', 'none');
    const use = n.uses[look] ||= n.use.parentNode.insertBefore(make('use', { href: '#s' + look, transform: n.use.getAttribute('transform') }), n.use);
    use.removeAttribute('display');
    n.use = use;
  }
  // The names that are read aloud need not keep up with a drag.
  nameNodes() {
    this.nodes.forEach((n, i) => {
      const r = this.data.routers[i], text = `${r[0]}: ${this.data.words[this.look(i, this.a)]}` + (r[1] ? `, ${grouped(at(this.counted[i], this.a))} of ${grouped(r[1])} LSAs` : ', no limit');
      if (n.text !== text) n.g.setAttribute('aria-label', n.text = text);
    });
  }
  drawWay() {
    const p = this.probes[this.probe];
    if (!p || !p.ways.length || !this.links.length) return;
    const key = at(p.way, this.a) + ':' + this.probe;
    if (this.wayKey === key) return;
    this.wayKey = key;
    const way = p.ways[at(p.way, this.a)] || { enters: [], steps: [], arrives: [], dies: [] };
    const usual = p.ways[at(p.way, 0)], dead = !way.arrives.length;
    set(this.way, 'd', this.path(way));
    set(this.usual, 'd', dead && usual ? this.path(usual) : '');
    this.marks.replaceChildren();
    const r = this.data.radius;
    for (const e of way.enters) this.marks.append(make('circle', { class: 'dot', cx: this.xy[e][0], cy: this.xy[e][1] - r - 5, r: 3.4 }));
    for (const e of way.arrives) if (e >= 0) this.marks.append(make('circle', { class: 'end', cx: this.xy[e][0], cy: this.xy[e][1], r: r + 4.5 }));
    const places = new Set();
    let spot = null;
    way.dies.forEach(([e, words]) => {
      if (e < 0 || places.has(e)) return;
      places.add(e);
      const x = this.xy[e][0] + r + 4, y = this.xy[e][1] - r - 2, q = r > 8 ? 6 : 4;
      this.marks.append(make('path', { class: 'lost', d: `M${x - q},${y - q}L${x + q},${y + q}M${x + q},${y - q}L${x - q},${y + q}` }));
      spot ||= ['lost here: ' + words, x, y, r];
    });
    if (spot) this.mark(...spot);
  }

  // A text beside a mark, where it covers no other.
  mark(words, x, y, r) {
    const text = make('text', { class: 'lost-t' }, words), taken = all(this.map, 'text, .lost').filter(t => !t.hasAttribute('display')).map(t => t.getBBox());
    this.marks.append(text);
    for (const [dx, dy, anchor] of [[11, 3, 'start'], [-r - 14, -10, 'end'], [-r, -14, 'middle'], [11, 2 * r + 14, 'start'], [-r, 3 * r + 8, 'middle'], [-2 * r - 10, 2 * r + 14, 'end']]) {
      set(text, 'x', x + dx); set(text, 'y', y + dy); set(text, 'text-anchor', anchor);
      const b = text.getBBox();
      if (b.x >= 0 && b.x + b.width <= 680 && b.y >= 0 && !taken.some(t => t.x < b.x + b.width && b.x + 1 < t.x + t.width && t.y < b.y + b.height && b.y < t.y + t.height)) return;
    }
    text.remove();
  }

  // The time lines: drawn once in percent of the run; a zoom moves and widens them.
  readLanes() {
    const l = this.lanes = one(this.node, '.lanes');
    this.wide = all(l, '.z'); this.over = one(l, '.over');
    this.holds = { a: one(l, '.hold.a'), b: one(l, '.hold.b') };
    this.gap = one(l, '.span');
    this.cells = all(l, '.ln').map(e => ({ e, v: one(e, '.v'), name: one(e, '.nm'), d: e.dataset })).filter(c => c.v);
    this.causes = all(l, '.cause'); this.ties = all(l, '.tie'); this.acts = all(l, '.actm');
    this.ticks = one(l, '.ticks'); this.grid = one(l, '.under svg');
    this.lines = all(l, '.dbf');
    this.strip = one(this.node, '.strip');
  }
  share(t) { return (t - this.win[0]) / (this.win[1] - this.win[0]); }
  zoomed() {
    const [w0, w1] = this.win, f = this.end / (w1 - w0), width = this.over.clientWidth || 480;
    for (const z of this.wide) { z.setAttribute('x', -w0 / (w1 - w0) * 100 + '%'); z.setAttribute('width', f * 100 + '%'); }
    const steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 15e3, 3e4, 6e4, 12e4, 3e5, 6e5, 9e5, 18e5, 36e5, 72e5, 144e5, 432e5, 864e5];
    const step = steps.find(s => (w1 - w0) / s <= Math.max(2, width / 92)) || 6048e5, off = this.data.clock ?? 0;
    this.ticks.replaceChildren(); this.grid.replaceChildren();
    for (let t = Math.ceil((w0 + off) / step) * step - off; t <= w1; t += step) {
      const x = this.share(t) * 100 + '%', edge = this.share(t) * width;
      const text = this.data.clock == null ? (step < 1e3 ? this.clock(t) : '+' + spoken(t)) : this.clock(t, step < 1e3 ? 3 : 0).slice(0, step >= 6e4 ? 5 : undefined);
      this.grid.append(make('line', { class: 'gl', x1: x, x2: x, y1: 0, y2: '100%' }));
      if (edge < width - 14) this.ticks.append(make('text', { class: 'tk', x, y: 12, 'text-anchor': edge < 20 ? 'start' : 'middle' }, text));
    }
    // Numbers may crowd; each is tied to its moment.
    let last = -1e9;
    this.causes.forEach((g, i) => {
      const x = this.share(this.data.steps[i][0]) * width, shown = x >= -2 && x <= width + 2;
      set(g, 'display', shown ? 'inline' : 'none'); set(this.ties[i], 'display', shown ? 'inline' : 'none');
      if (!shown) return;
      last = Math.max(x, last + 20, 9);
      const left = this.causes.length - i - 1, cx = Math.min(Math.max(9, last), width - 9 + Math.max(0, left - 20) * 20);
      set(g, 'x', cx.toFixed(1)); this.ties[i].setAttribute('d', `M${cx.toFixed(1)},20L${x.toFixed(1)},29`);
    });
    for (const m of this.acts) {
      const x = this.share(+m.dataset.t);
      set(m, 'x', x * 100 + '%'); set(m, 'display', x < 0 || x > 1 ? 'none' : 'inline');
    }
    const win = one(this.strip, '.win'), whole = w0 <= 0 && w1 >= this.end;
    set(win, 'display', whole ? 'none' : 'inline');
    win.setAttribute('x', w0 / this.end * 1000); win.setAttribute('width', (w1 - w0) / this.end * 1000);
  }
  drawCursors() {
    for (const k of ['a', 'b']) {
      const h = this.holds[k], t = this[k], x = t == null ? -1 : this.share(t);
      h.hidden = t == null || x < -0.001 || x > 1.001;
      if (!h.hidden) h.style.transform = `translateX(${x * 100}%)`;
    }
    const two = this.b != null;
    this.gap.hidden = !two;
    if (two) {
      const x0 = Math.max(0, this.share(Math.min(this.a, this.b))), x1 = Math.min(1, this.share(Math.max(this.a, this.b)));
      this.gap.style.left = x0 * 100 + '%'; this.gap.style.width = Math.max(0, x1 - x0) * 100 + '%';
    }
    const mark = one(this.strip, '.atb');
    set(mark, 'display', two ? 'inline' : 'none');
    if (two) mark.setAttribute('x', this.b / this.end * 1000 - 1);
    for (const { v, d, name } of this.cells) {
      let text = '', cls = 'v';
      if (d.p != null) {
        const lost = at(this.probes[d.p].lost, this.a);
        text = lost ? percent(lost) + ' lost' : 'delivered'; if (lost) cls += ' bad';
        set(name, 'class', +d.p === this.probe ? 'nm sel' : 'nm');
      } else if (d.r != null) {
        const k = this.look(d.r, this.a);
        text = this.data.brief[k] || grouped(at(this.counted[d.r], this.a));
        cls += k === 3 || k === 4 || k === 8 ? ' bad' : k === 1 ? ' warn' : k === 2 || k === 7 || k === 9 ? ' refuse' : '';
        set(name, 'class', +d.r === this.sel ? 'nm sel' : 'nm');
      } else if (d.k === 'databases') {
        const full = i => this.data.routers[i][1] ? at(this.counted[i], this.a) / this.data.routers[i][1] : 0;
        text = this.sel >= 0 && this.data.routers[this.sel][1] ? Math.ceil(full(this.sel) * 100) + '%' : 'max ' + Math.ceil(Math.max(0, ...this.looks.map((_, i) => full(i))) * 100) + '%';
      } else if (d.k === 'sent') text = grouped(at(this.sent, this.a)) + '/s';
      else if (d.k === 'queue') text = grouped(at(this.queue, this.a));
      put(v, text); set(v, 'class', cls);
    }
  }

  // What is so at A, at B, and the difference.
  readNow() {
    const t = this.now = one(this.node, '.now');
    const rows = ['', 'Routers running', 'Routers that refuse LSAs', 'Routers with OSPF shut down', 'Routers powered off or disconnected', 'Links up', 'Most LSAs that count', ...this.probes.map(p => p.name), 'LSAs sent between A and B'];
    this.rows = rows.map((text, i) => {
      const tr = t.insertRow(), th = document.createElement('th');
      th.scope = i ? 'row' : 'col'; th.textContent = text; tr.append(th);
      return { tr, td: [0, 1, 2].map(() => { const c = i ? tr.insertCell() : tr.appendChild(document.createElement('th')); c.className = 'n'; if (!i) c.scope = 'col'; return c; }) };
    });
    const head = document.createElement('thead'); head.append(this.rows[0].tr); t.prepend(head);
    this.rows[0].tr.children[0].textContent = '';
  }
  measure(t) {
    const c = new Array(10).fill(0);
    let most = 0, up = 0, all = 0;
    this.looks.forEach((s, i) => { c[at(s, t)]++; most = Math.max(most, at(this.counted[i], t)); });
    for (const s in this.links) if (!this.links[s].bar) { all++; if (this.linkUp(s, t)) up++; }
    return { run: c[0] + c[1] + c[2] + c[7] + c[9], refuse: c[2], down: c[3] + c[4] + c[8], away: c[5] + c[6], up, all, most, lost: this.probes.map(p => at(p.lost, t)) };
  }
  drawNow(m) {
    const two = this.b != null, n = two ? this.measure(this.b) : null, lo = Math.min(this.a, this.b ?? 0), hi = Math.max(this.a, this.b ?? 0);
    const diff = (x, y) => y === x ? '0' : (y > x ? '+' : '−') + grouped(Math.abs(y - x));
    const keys = ['run', 'refuse', 'down', 'away', 'up', 'most'];
    const cells = [['A ' + this.clock(this.a), two ? 'B ' + this.clock(this.b) : '', two ? `B − A = ${this.b < this.a ? '−' : ''}${spoken(this.b - this.a)}` : '']];
    for (const k of keys) cells.push([grouped(m[k]) + (k === 'up' ? ' of ' + grouped(m.all) : ''), two ? grouped(n[k]) : '', two ? diff(m[k], n[k]) : '']);
    const word = x => x ? percent(x) + ' lost' : 'delivered';
    this.probes.forEach((p, i) => cells.push([word(m.lost[i]), two ? word(n.lost[i]) : '', two ? spoken(area(p.lost, lo, hi) / 1e6) + ' lost between' : '']));
    cells.push(['', '', two ? grouped(area(this.sent, lo, hi) / 1e3) : '']);
    this.rows.forEach((r, i) => {
      r.td.forEach((c, k) => { put(c, cells[i][k]); c.hidden = k > 0 && !two; });
      r.tr.hidden = i === 2 && !m.refuse && !(n && n.refuse) || i === 5 && !m.all || i === this.rows.length - 1 && !two;
    });
  }
  drawWords(m) {
    const $ = s => one(this.node, s), range = $('.range');
    range.value = this.a;
    const spokenValue = `${this.clock(this.a)}; OSPF shut down on ${m.down} of ${this.looks.length} routers; ${m.lost.filter(x => x).length} of ${this.probes.length} probes lose traffic`;
    set(range, 'aria-valuetext', spokenValue);
    put($('.clock'), this.clock(this.a)); put($('.rel'), (this.a < this.data.start ? '−' : '+') + spoken(this.a - this.data.start));
    let last = -1;
    for (let i = 0; i < this.events.length && this.events[i][0] <= this.a; i++) last = i;
    const e = this.events[last];
    put($('.event'), e ? `${this.clock(e[0])}  ${e[1]}` + (this.a - e[0] > 1500 ? ` (${spoken(this.a - e[0])} before A)` : '') : 'Nothing has happened yet.');
    const mark = (list, attribute, value, key) => {
      let k = -1;
      list.forEach((b, i) => { if (+b.dataset[key] <= this.a) k = i; });
      list.forEach((b, i) => i === k ? set(b, attribute, value) : b.removeAttribute(attribute));
    };
    mark(this.stepButtons, 'aria-current', 'step', 't'); mark(this.frames, 'aria-current', 'true', 't');
    clearTimeout(this.talk);
    this.talk = setTimeout(() => { put($('.say'), spokenValue); this.nameNodes(); }, 700);
    set($('.bset'), 'aria-pressed', String(this.b != null));
    $('.swap').disabled = this.b == null;
  }
  draw(all) {
    const m = this.measure(this.a);
    this.drawMap();
    if (all) this.zoomed();
    this.drawCursors(); this.drawNow(m); this.drawWords(m); this.remember();
  }
  // One drawing a frame, however fast the events come.
  later(all) {
    this.pending = Math.max(this.pending || 0, all ? 2 : 1);
    if (this.frame) return;
    this.frame = requestAnimationFrame(() => { this.frame = 0; const p = this.pending; this.pending = 0; this.draw(p > 1); });
  }
  go(t, all) {
    this.a = Math.round(Math.max(0, Math.min(this.end, t)));
    const w = this.win[1] - this.win[0];
    if (this.a < this.win[0] || this.a > this.win[1]) { const x = Math.max(0, Math.min(this.end - w, this.a - w / 2)); this.win = [x, x + w]; all = true; }
    this.later(all);
  }
  setWin(w) { this.win = [Math.max(0, w[0]), Math.min(this.end, w[1])]; this.later(true); }
  zoom(f, c = this.a) {
    const [w0, w1] = this.win, w = Math.min(this.end, Math.max(50, (w1 - w0) * f));
    if (c < w0 || c > w1) c = (w0 + w1) / 2;
    const x = Math.max(0, Math.min(this.end - w, c - (c - w0) / (w1 - w0) * w));
    this.setWin([x, x + w]);
  }
  step(i) {
    const s = this.data.steps[i], f = this.data.focus;
    if (!s) return;
    if (f && i < this.data.main && (s[0] < this.win[0] || s[0] > this.win[1] || this.win[1] - this.win[0] > f[1] - f[0] + 1)) this.win = [...f];
    this.go(s[0], true);
  }
  jump(dir) {
    const m = dir > 0 ? this.moments.find(x => x > this.a) : this.moments.findLast(x => x < this.a);
    if (m != null) this.go(m);
    return m != null;
  }
  toggleB() { this.b = this.b == null ? this.a : null; this.later(true); }
  swap() { if (this.b != null) { [this.a, this.b] = [this.b, this.a]; this.go(this.a, true); } }
  play() {
    const button = one(this.node, '.play');
    const stop = () => { clearTimeout(this.timer); this.timer = 0; put(button, 'Play'); set(button, 'aria-pressed', 'false'); };
    if (this.timer) return stop();
    put(button, 'Pause'); set(button, 'aria-pressed', 'true');
    const pause = matchMedia('(prefers-reduced-motion:reduce)').matches ? 1200 : 420;
    const next = () => { this.timer = setTimeout(next, pause); if (!this.jump(1)) stop(); };
    next();
  }
  select(i) {
    this.sel = this.sel === i ? -1 : i;
    this.labels.forEach((l, k) => {
      set(l, 'class', 'lbl' + (k === this.sel ? ' sel' : ''));
      if (k === this.sel) l.removeAttribute('display'); else if (this.hidden[k]) l.setAttribute('display', 'none');
    });
    this.lines.forEach(l => set(l, 'class', +l.dataset.r === this.sel ? 'dbf sel' : 'dbf'));
    this.later();
  }
  setProbe(i) {
    this.probe = i;
    const s = one(this.node, '.probe');
    if (s) s.value = i;
    this.later();
  }

  wire() {
    const { node } = this, $ = s => one(node, s), on = (e, name, f) => e && e.addEventListener(name, f);
    this.stepButtons = all(node, '.chain button');
    this.stepButtons.forEach((b, i) => on(b, 'click', () => this.step(i)));
    this.frames = all(document, `.film[data-run="${this.number}"] button`);
    this.frames.forEach(b => on(b, 'click', () => { this.go(+b.dataset.t); node.scrollIntoView({ block: 'start' }); }));
    const select = $('.probe');
    if (select) { select.value = this.probe; on(select, 'change', () => this.setProbe(+select.value)); }
    for (const [s, f] of [['.prev', () => this.jump(-1)], ['.next', () => this.jump(1)], ['.play', () => this.play()], ['.bset', () => this.toggleB()], ['.swap', () => this.swap()], ['.zw', () => this.setWin([0, this.end])], ['.zf', () => this.setWin(this.data.focus)], ['.zi', () => this.zoom(.5)], ['.zo', () => this.zoom(2)]]) on($(s), 'click', f);
    const range = $('.range');
    on(range, 'input', () => this.go(+range.value));
    on(range, 'keydown', e => {
      const k = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 60, PageDown: -60 }[e.key];
      if (k != null) { this.go(this.a + k * 1e3 * (e.shiftKey ? 10 : e.altKey ? .01 : 1)); e.preventDefault(); e.stopPropagation(); }
      if (e.key === 'Home' || e.key === 'End') { this.go(e.key === 'Home' ? 0 : this.end); e.preventDefault(); }
    });
    // Single keys mean something only while the focus is in this section (WCAG 2.1.4).
    on(node, 'pointerdown', () => { if (!node.contains(document.activeElement)) node.focus({ preventScroll: true }); });
    on(node, 'keydown', e => {
      if (e.ctrlKey || e.metaKey || e.altKey || /INPUT|SELECT/.test(e.target.tagName) && e.target !== range) return;
      const k = e.key;
      if (k === '.' || k === ']') this.jump(1); else if (k === ',' || k === '[') this.jump(-1);
      else if (k === 'b' || k === 'B') this.toggleB(); else if (k === 'x' || k === 'X') this.swap();
      else if (k === '+' || k === '=') this.zoom(.5); else if (k === '-') this.zoom(2);
      else if (k === '0') this.setWin([0, this.end]); else if (k === 'f' || k === 'F') { if (this.data.focus) this.setWin(this.data.focus); }
      else if (k === 'Escape') { this.b = null; if (this.sel >= 0) this.select(this.sel); this.later(true); }
      else if (/^[1-9]$/.test(k) && k <= this.data.steps.length) this.step(k - 1);
      else return;
      e.preventDefault();
    });
    on(this.map, 'click', e => { const n = e.target.closest('.node'); if (n) this.select(+n.dataset.r); });
    on(this.map, 'keydown', e => {
      const n = e.target.closest('.node');
      if (!n) return;
      const i = +n.dataset.r, v = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[e.key];
      if (e.key === 'Enter' || e.key === ' ') { this.select(i); e.preventDefault(); return; }
      if (!v) return;
      e.preventDefault();
      let best = -1, cost = 1e9;
      this.xy.forEach(([x, y], j) => {
        const dx = x - this.xy[i][0], dy = y - this.xy[i][1], along = dx * v[0] + dy * v[1], across = Math.abs(dx * v[1]) + Math.abs(dy * v[0]);
        if (j !== i && along > 1 && along + across * 2.5 < cost) { cost = along + across * 2.5; best = j; }
      });
      if (best < 0) return;
      n.setAttribute('tabindex', -1);
      this.nodes[best].g.setAttribute('tabindex', 0); this.nodes[best].g.focus();
    });
    let drag = null;
    const moment = e => { const r = this.over.getBoundingClientRect(); return this.win[0] + Math.max(0, Math.min(1, (e.clientX - r.left) / r.width)) * (this.win[1] - this.win[0]); };
    const move = t => { if (drag === 'b') { this.b = Math.round(t); this.later(); } else this.go(t); };
    on(this.lanes, 'pointerdown', e => {
      const cause = e.target.closest('.cause'), name = e.target.closest('.nm'), row = e.target.closest('.ln')?.dataset;
      if (cause) return this.step(+cause.dataset.i);
      if (name && row) { if (row.p != null) this.setProbe(+row.p); else if (row.r != null) this.select(+row.r); return; }
      const t = moment(e), px = x => Math.abs(this.share(x) - this.share(t)) * this.over.clientWidth;
      drag = e.shiftKey || this.b != null && px(this.b) < 7 && px(this.a) > 7 ? 'b' : 'a';
      this.lanes.setPointerCapture(e.pointerId); move(t);
    });
    on(this.lanes, 'pointermove', e => { if (drag) move(moment(e)); });
    for (const end of ['pointerup', 'pointercancel']) on(this.lanes, end, () => { drag = null; });
    this.lanes.addEventListener('wheel', e => { if (!e.ctrlKey && !e.metaKey) return; e.preventDefault(); this.zoom(e.deltaY > 0 ? 1.25 : .8, moment(e)); }, { passive: false });
    new ResizeObserver(() => this.later(true)).observe(this.lanes);
    addEventListener('beforeprint', () => { this.kept = this.win; this.win = [0, this.end]; this.draw(true); });
    addEventListener('afterprint', () => { this.win = this.kept || this.win; this.later(true); });
  }

  // The address holds the moment, so that a colleague sees the same.
  remember() {
    if (!this.isReady) return;
    clearTimeout(this.note);
    this.note = setTimeout(() => {
      const q = new URLSearchParams();
      if (this.number) q.set('r', this.number);
      q.set('a', this.a);
      if (this.b != null) q.set('b', this.b);
      if (this.win[0] > 0 || this.win[1] < this.end) q.set('w', this.win.map(Math.round).join('-'));
      q.set('probe', this.probe);
      if (this.sel >= 0) q.set('sel', this.data.routers[this.sel][0]);
      if (root.dataset.theme) q.set('theme', root.dataset.theme);
      try { history.replaceState(null, '', '#' + q); } catch { }
    }, 250);
  }
  restore(q) {
    const n = k => q.has(k) && isFinite(+q.get(k)) ? Math.max(0, Math.min(this.end, +q.get(k))) : null;
    this.a = Math.round(n('a') ?? this.a); this.b = n('b');
    const w = q.get('w') === 'f' ? this.data.focus : (q.get('w') || '').split('-').map(Number);
    if (w && w.length === 2 && w[1] > w[0]) this.win = [Math.max(0, w[0]), Math.min(this.end, w[1])];
    const p = +q.get('probe');
    if (q.has('probe') && this.probes[p]) this.setProbe(p);
    const sel = this.data.routers.findIndex(r => r[0] === q.get('sel'));
    if (sel >= 0 && sel !== this.sel) this.select(sel);
    this.draw(true);
  }
}

const address = () => new URLSearchParams(location.hash.slice(1));
const begin = performance.now(), theme = one(document, '#theme');
if (address().has('theme')) root.dataset.theme = address().get('theme') === 'dark' ? 'dark' : 'light';
if (theme) theme.addEventListener('click', () => {
  const dark = (root.dataset.theme || (matchMedia('(prefers-color-scheme:dark)').matches ? 'dark' : 'light')) === 'dark';
  root.dataset.theme = dark ? 'light' : 'dark';
  explorers[0]?.remember();
});
const explorers = all(document, '.explore').map((node, i) => new Explorer(node, JSON.parse(one(node, 'script').textContent), i));
const restore = () => { const q = address(); explorers[+q.get('r') || 0]?.restore(q); };
if (address().has('a')) restore();
addEventListener('hashchange', restore);
for (const e of explorers) e.isReady = true;
root.dataset.ready = Math.round(performance.now() - begin);
Object.defineProperty(window, 'spillway', { value: { explorers } });
})();
