// A chart, in SVG, of what a player did over time: what it held the network to bring, the bit rate that it chose, its buffer,
// and the times at which rules were in force.

const WIDTH = 960;
const LEFT = 80;
const RIGHT = 20;
const RATES = {top: 64, height: 240}; // logarithmic: a line and a rule are far apart
const LABELS = [RATES.top - 8, RATES.top - 23]; // by turns, so that none lies on the next
const BUFFER = {top: 350, height: 110};
const HEIGHT = 510;
const DECADES = [100_000, 1_000_000, 10_000_000, 100_000_000];
const COLOURS = {throughput: '#8aa4c8', chosen: '#c0392b', buffer: '#2e7d32', rule: '#fbe6c2', text: '#333', grid: '#ddd'};

/**
 * Draws it.
 *
 * @param course samples `{ms, throughput, chosen, buffer}`, in their order; bit/s, seconds
 * @param times `{rule, from, until}` in ms
 * @param renditions their bit rates
 */
export function chart({title, course, times, renditions}) {
  const start = course[0].ms;
  const seconds = Math.max(1, (course.at(-1).ms - start) / 1_000);
  const x = ms => LEFT + (WIDTH - LEFT - RIGHT) * (ms - start) / 1_000 / seconds;

  const known = course.flatMap(({throughput, chosen}) => [throughput, chosen]).filter(value => value > 0);
  const [low, high] = [Math.min(...known, ...renditions) / 1.4, Math.max(...known, ...renditions) * 1.4].map(Math.log);
  const rate = bits => RATES.top + RATES.height * (high - Math.log(bits)) / (high - low);
  const longest = Math.max(4, Math.ceil(Math.max(...course.map(({buffer}) => buffer)) / 4) * 4);
  const buffer = length => BUFFER.top + BUFFER.height * (1 - length / longest);

  const parts = [
    ...times.map((time, i) => rule(time, x, LABELS[i % LABELS.length])),
    ...DECADES.filter(bits => low < Math.log(bits) && Math.log(bits) < high).map(bits => level(rate(bits), named(bits))),
    ...renditions.map(bits => level(rate(bits), named(bits), COLOURS.chosen)),
    ...[0, longest / 2, longest].map(length => level(buffer(length), `${length} s`)),
    ...ticks(seconds).map(second => tick(x(start + second * 1_000), second)),
    line(course.filter(({throughput}) => throughput > 0).map(({ms, throughput}) => [x(ms), rate(throughput)]),
        COLOURS.throughput),
    line(steps(course.filter(({chosen}) => chosen > 0).map(({ms, chosen}) => [x(ms), rate(chosen)])), COLOURS.chosen, 2.5),
    line(course.map(sample => [x(sample.ms), buffer(sample.buffer)]), COLOURS.buffer),
    text(LEFT, 20, title, 'font-size="15" font-weight="bold"'),
    text(LEFT + 6, RATES.top + RATES.height + 18, 'throughput by the player', `fill="${COLOURS.throughput}"`),
    text(LEFT + 166, RATES.top + RATES.height + 18, 'chosen bit rate', `fill="${COLOURS.chosen}"`),
    text(LEFT + 6, BUFFER.top - 6, 'buffer', `fill="${COLOURS.buffer}"`),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}"`
      + ` font-family="sans-serif" font-size="12" fill="${COLOURS.text}">\n`
      + `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>\n${parts.join('\n')}\n</svg>\n`;
}

function rule({rule: name, from, until}, x, above) {
  const height = BUFFER.top + BUFFER.height - RATES.top;
  const [left, right] = [from, until].map(x);
  const area = `x="${left.toFixed(1)}" y="${RATES.top}" width="${(right - left).toFixed(1)}" height="${height}"`;
  const label = left < WIDTH * 0.8 ? text(left, above, name) : text(right, above, name, 'text-anchor="end"');
  return `<rect ${area} fill="${COLOURS.rule}"/>${label}`;
}

function level(y, label, colour = COLOURS.grid) {
  const dashes = colour === COLOURS.grid ? '' : ' stroke-dasharray="1 5"';
  return `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y.toFixed(1)}" y2="${y.toFixed(1)}" stroke="${colour}"${dashes}/>`
      + text(LEFT - 6, y + 4, label, 'text-anchor="end"');
}

function tick(x, second) {
  return text(x, BUFFER.top + BUFFER.height + 20, `${second} s`, 'text-anchor="middle"');
}

function ticks(seconds) {
  const step = [5, 10, 20, 50, 100].find(each => seconds / each <= 12) ?? 200;
  return Array.from({length: Math.floor(seconds / step) + 1}, (_, i) => i * step);
}

/** A value stays until the next one. */
function steps(points) {
  return points.flatMap(([x, y], i) => (i > 0 && points[i - 1][1] !== y ? [[x, points[i - 1][1]], [x, y]] : [[x, y]]));
}

/** Points that lie on the way between their neighbours are left out. */
function line(points, colour, width = 1.5) {
  const kept = points.filter(([, y], i) => i === 0 || i === points.length - 1
      || Math.abs(y - points[i - 1][1]) > 0.05 || Math.abs(y - points[i + 1][1]) > 0.05);
  const joined = kept.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ');
  return `<polyline points="${joined}" fill="none" stroke="${colour}" stroke-width="${width}"/>`;
}

function text(x, y, words, more = '') {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${more}>${words}</text>`;
}

function named(bits) {
  return bits >= 1_000_000 ? `${+(bits / 1_000_000).toFixed(2)} Mbit/s` : `${Math.round(bits / 1_000)} kbit/s`;
}
