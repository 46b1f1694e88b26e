// The timeline's brush and the map's moving and zooming. Without this file both are links and tables.
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const spot = (svg, event) => new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());

for (const svg of all('svg[data-brush]')) {
  const steps = all('[data-when]', svg);
  const [left, width] = [Number(svg.dataset.left), Number(svg.dataset.width)];
  const stepAt = (x) => Math.max(0, Math.min(steps.length - 1, Math.floor(((x - left) / (width - left)) * steps.length)));
  const box = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  box.setAttribute('class', 'brush');
  box.setAttribute('y', '20');
  box.setAttribute('height', String(svg.viewBox.baseVal.height - 20));
  let from = null;
  let dragged = false;
  const draw = (to) => {
    const [first, last] = [Math.min(from, to), Math.max(from, to)];
    const column = (width - left) / steps.length;
    box.setAttribute('x', String(left + first * column));
    box.setAttribute('width', String((last - first + 1) * column));
    svg.append(box);
  };
  svg.addEventListener('pointerdown', (event) => {
    const at = spot(svg, event);
    if (event.button === 0 && event.pointerType === 'mouse' && at.x >= left) {
      from = stepAt(at.x);
      dragged = false;
    }
  });
  svg.addEventListener('pointermove', (event) => {
    if (from === null) return;
    const to = stepAt(spot(svg, event).x);
    if (to !== from) dragged = true;
    if (dragged) draw(to);
  });
  addEventListener('pointerup', (event) => {
    if (from === null) return;
    const to = stepAt(spot(svg, event).x);
    const [first, last] = [Math.min(from, to), Math.max(from, to)];
    from = null;
    if (!dragged) return;
    const address = new URL(location.href);
    address.searchParams.set('since', steps[first].dataset.when);
    address.searchParams.set('until', steps[last].dataset.when);
    location.href = address;
  });
  svg.addEventListener('click', (event) => dragged && event.preventDefault(), true);
  svg.addEventListener('dragstart', (event) => event.preventDefault());
}

for (const svg of all('svg[data-map]')) {
  const view = svg.viewBox.baseVal;
  const [widest, tallest] = [1000, 520];
  const first = view.width;
  const sized = all('circle, text', svg).map((node) => [node, ['r', 'font-size', 'stroke-width'].filter((name) => node.hasAttribute(name)).map((name) => [name, Number(node.getAttribute(name))])]);
  const gaps = all('a', svg).map((link) => [link.querySelector('circle'), link.querySelector('text')]).map(([circle, text]) => [circle, text, Number(text.getAttribute('x')) - Number(circle.getAttribute('cx'))]);
  const set = (x, y, width) => {
    const wide = Math.max(15, Math.min(widest, width));
    const tall = (wide * tallest) / widest;
    view.x = Math.max(0, Math.min(widest - wide, x));
    view.y = Math.max(0, Math.min(tallest - tall, y));
    view.width = wide;
    view.height = tall;
    // Circles and words keep their size on the screen.
    const scale = wide / first;
    for (const [node, sizes] of sized) for (const [name, size] of sizes) node.setAttribute(name, String(size * scale));
    for (const [circle, text, gap] of gaps) text.setAttribute('x', String(Number(circle.getAttribute('cx')) + gap * scale));
  };
  const zoom = (at, by) => set(at.x - (at.x - view.x) * by, at.y - (at.y - view.y) * by, view.width * by);
  svg.addEventListener('wheel', (event) => {
    event.preventDefault();
    zoom(spot(svg, event), event.deltaY > 0 ? 1.2 : 1 / 1.2);
  }, { passive: false });
  const fingers = new Map();
  let moved = false;
  svg.addEventListener('pointerdown', (event) => {
    fingers.set(event.pointerId, spot(svg, event));
    moved = false;
  });
  svg.addEventListener('pointermove', (event) => {
    const was = fingers.get(event.pointerId);
    if (!was) return;
    const at = spot(svg, event);
    if (fingers.size === 1) {
      if (Math.hypot(at.x - was.x, at.y - was.y) * (svg.clientWidth / view.width) > 4 || moved) {
        moved = true;
        set(view.x + was.x - at.x, view.y + was.y - at.y, view.width);
      }
    } else {
      const other = [...fingers].find(([id]) => id !== event.pointerId)[1];
      const by = Math.hypot(was.x - other.x, was.y - other.y) / Math.max(1e-6, Math.hypot(at.x - other.x, at.y - other.y));
      moved = true;
      zoom(other, by);
      fingers.set(event.pointerId, spot(svg, event));
    }
  });
  for (const end of ['pointerup', 'pointercancel', 'pointerleave']) svg.addEventListener(end, (event) => fingers.delete(event.pointerId));
  svg.addEventListener('click', (event) => moved && event.preventDefault(), true);
  svg.addEventListener('dragstart', (event) => event.preventDefault());
  svg.tabIndex = 0;
  svg.addEventListener('keydown', (event) => {
    if (event.target !== svg) return;
    const middle = { x: view.x + view.width / 2, y: view.y + view.height / 2 };
    const step = view.width / 8;
    const ways = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
    if (event.key === '+' || event.key === '=') zoom(middle, 1 / 1.3);
    else if (event.key === '-') zoom(middle, 1.3);
    else if (ways[event.key]) set(view.x + ways[event.key][0], view.y + ways[event.key][1], view.width);
    else return;
    event.preventDefault();
  });
}
