// The network on a canvas: up to two thousand actors, moved and zoomed; a slider for time. The places come from the
// server, so that two readers see one picture. The drawing without scripts and the table stay for all others.
const frame = document.querySelector('[data-network]');
const svg = frame?.querySelector('svg');

if (frame && svg) start();

async function start() {
  const address = new URL(frame.dataset.network, location.href);
  let graph;
  try {
    graph = await (await fetch(address)).json();
  } catch {
    return;
  }
  if (!graph.nodes?.length) return;
  const places = new Map(graph.nodes.map((node) => [node.id, [node.x, node.y]]));
  const canvas = document.createElement('canvas');
  canvas.className = 'drawing';
  canvas.setAttribute('role', 'img');
  canvas.setAttribute('aria-label', `Network of ${graph.nodes.length} actors; the table below has the strongest ties`);
  svg.replaceWith(canvas);
  const hint = document.createElement('p');
  hint.className = 'meta';
  hint.textContent = 'Drag to move, turn the wheel to look closer, point at somebody to see the ties, click to open the page.';
  canvas.after(hint);
  const view = { x: 0, y: 0, scale: 1 };
  let over = -1;
  let ties = new Map();
  let colours = {};

  function take(next) {
    graph = next;
    for (const node of graph.nodes) [node.x, node.y] = places.get(node.id) ?? [node.x, node.y];
    ties = new Map(graph.nodes.map((_, at) => [at, new Set()]));
    for (const edge of graph.edges) {
      ties.get(edge.from).add(edge.to);
      ties.get(edge.to).add(edge.from);
    }
    over = -1;
    // More are drawn here than without scripts.
    const count = (number, one) => `${number} ${one}${number === 1 ? '' : 's'}`;
    const rest = graph.more > 0 ? `, ${graph.more} more actors not drawn` : '';
    document.querySelector('[data-tally]').textContent = `${count(graph.nodes.length, 'actor')} and ${count(graph.edges.length, 'tie')}${rest}`;
    draw();
  }

  function readColours() {
    const style = getComputedStyle(document.documentElement);
    const of = (name) => style.getPropertyValue(name).trim();
    colours = { person: of('--st'), state: of('--ev'), organisation: of('--pl'), group: of('--ti'), place: of('--qu'), ink: of('--ink'), soft: of('--soft'), sheet: of('--sheet') };
  }

  const [edgeX, edgeY] = [60, 30];
  const at = (node) => [(edgeX + node.x * (canvas.clientWidth - 2 * edgeX - 60)) * view.scale + view.x, (edgeY + node.y * (canvas.clientHeight - 2 * edgeY)) * view.scale + view.y];
  const heaviest = () => graph.nodes[0]?.weight || 1;
  const size = (node) => (3 + 11 * Math.sqrt(node.weight / heaviest())) * Math.sqrt(view.scale);

  let waiting = false;
  function draw() {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      const ratio = devicePixelRatio || 1;
      const [wide, tall] = [canvas.clientWidth, canvas.clientHeight];
      if (canvas.width !== Math.round(wide * ratio) || canvas.height !== Math.round(tall * ratio)) {
        canvas.width = Math.round(wide * ratio);
        canvas.height = Math.round(tall * ratio);
      }
      const pen = canvas.getContext('2d');
      pen.setTransform(ratio, 0, 0, ratio, 0, 0);
      pen.clearRect(0, 0, wide, tall);
      const points = graph.nodes.map(at);
      const near = over >= 0 ? ties.get(over) : null;
      const lit = (node) => !near || node === over || near.has(node);
      for (const edge of graph.edges) {
        const isLit = !near || edge.from === over || edge.to === over;
        const [[x1, y1], [x2, y2]] = [points[edge.from], points[edge.to]];
        pen.globalAlpha = isLit ? (near ? 0.8 : 0.28) : 0.05;
        pen.strokeStyle = near && isLit ? colours.ink : colours.soft;
        pen.lineWidth = Math.min(6, Math.sqrt(edge.rows));
        pen.beginPath();
        pen.moveTo(x1, y1);
        pen.quadraticCurveTo((x1 + x2) / 2 + (y1 - y2) * 0.08, (y1 + y2) / 2 + (x2 - x1) * 0.08, x2, y2);
        pen.stroke();
      }
      graph.nodes.forEach((node, nth) => {
        const [x, y] = points[nth];
        pen.globalAlpha = lit(nth) ? 1 : 0.15;
        pen.fillStyle = colours[node.kind] ?? colours.soft;
        pen.strokeStyle = colours.sheet;
        pen.lineWidth = 1.5;
        pen.beginPath();
        pen.arc(x, y, size(node), 0, 7);
        pen.fill();
        pen.stroke();
      });
      // Names where there is room, the heaviest first.
      pen.font = '12px system-ui, "DejaVu Sans", sans-serif';
      pen.lineJoin = 'round';
      const taken = [];
      graph.nodes.forEach((node, nth) => {
        if (!lit(nth)) return;
        const [x, y] = points[nth];
        const left = x + size(node) + 3;
        const box = [left, y - 7, left + pen.measureText(node.name).width, y + 7];
        const isFree = taken.every((other) => box[2] < other[0] || box[0] > other[2] || box[3] < other[1] || box[1] > other[3]);
        if (box[2] < 0 || box[0] > wide || box[3] < 0 || box[1] > tall || (!isFree && nth !== over) || taken.length > 150) return;
        taken.push(box);
        pen.globalAlpha = 1;
        pen.strokeStyle = colours.sheet;
        pen.lineWidth = 3;
        pen.strokeText(node.name, left, y + 4);
        pen.fillStyle = colours.ink;
        pen.fillText(node.name, left, y + 4);
      });
    });
  }

  const under = (event) => {
    const bounds = canvas.getBoundingClientRect();
    const [x, y] = [event.clientX - bounds.left, event.clientY - bounds.top];
    return graph.nodes.findIndex((node) => {
      const [nx, ny] = at(node);
      return Math.hypot(nx - x, ny - y) <= Math.max(6, size(node) + 2);
    });
  };
  let grip = null;
  canvas.addEventListener('pointerdown', (event) => {
    grip = { x: event.clientX - view.x, y: event.clientY - view.y, startX: event.clientX, startY: event.clientY };
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener('pointermove', (event) => {
    if (grip) {
      view.x = event.clientX - grip.x;
      view.y = event.clientY - grip.y;
      draw();
      return;
    }
    const found = under(event);
    if (found !== over) {
      over = found;
      canvas.style.cursor = found >= 0 ? 'pointer' : 'grab';
      draw();
    }
  });
  canvas.addEventListener('pointerup', (event) => {
    const still = grip && Math.hypot(event.clientX - grip.startX, event.clientY - grip.startY) < 4;
    grip = null;
    const found = under(event);
    if (still && found >= 0) location.href = `/actors/${graph.nodes[found].id}`;
  });
  canvas.addEventListener('pointerleave', () => {
    over = -1;
    draw();
  });
  canvas.addEventListener('wheel', (event) => {
    event.preventDefault();
    const bounds = canvas.getBoundingClientRect();
    const [x, y] = [event.clientX - bounds.left, event.clientY - bounds.top];
    const by = event.deltaY > 0 ? 1 / 1.15 : 1.15;
    const scale = Math.max(0.5, Math.min(12, view.scale * by));
    view.x = x - ((x - view.x) * scale) / view.scale;
    view.y = y - ((y - view.y) * scale) / view.scale;
    view.scale = scale;
    draw();
  }, { passive: false });
  new ResizeObserver(draw).observe(canvas);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
    readColours();
    draw();
  });
  readColours();
  take(graph);
  slider(address, canvas, take, graph);
}

// A slider over the months or years of what is drawn: the ties of that time alone, everybody in the same place.
async function slider(address, canvas, take, whole) {
  const time = new URL(address);
  time.pathname = '/api/v1/timeline';
  for (const name of ['kind', 'limit']) time.searchParams.delete(name);
  let steps;
  try {
    steps = (await (await fetch(time)).json()).steps;
  } catch {
    return;
  }
  if (!steps || steps.length < 2) return;
  const label = document.createElement('label');
  label.className = 'slider';
  const said = document.createElement('span');
  said.textContent = 'All the time';
  const range = document.createElement('input');
  range.type = 'range';
  range.min = '-1';
  range.max = String(steps.length - 1);
  range.value = '-1';
  label.append('Time ', range, said);
  canvas.before(label);
  let turn = 0;
  range.addEventListener('input', async () => {
    const step = steps[Number(range.value)];
    said.textContent = step ?? 'All the time';
    const mine = ++turn;
    if (!step) return take(whole);
    const part = new URL(address);
    part.searchParams.set('since', step);
    part.searchParams.set('until', step);
    try {
      const graph = await (await fetch(part)).json();
      if (mine === turn) take(graph);
    } catch {
      said.textContent = `${step}: no answer`;
    }
  });
}
