// Makes world.txt and, with `50m` behind it, world-50m.txt: outlines of land and of borders as SVG paths, from Natural Earth as world-atlas has it.
// In an empty folder: npm i world-atlas@2 topojson-client@3 d3-geo@3; node PATH/make-world.mjs > PATH/world.txt
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
const require = createRequire(process.cwd() + '/');
const { feature, mesh } = require('topojson-client');
const { geoPath, geoNaturalEarth1 } = await import(require.resolve('d3-geo'));
const detail = process.argv[2] ?? '110m';
const world = JSON.parse(readFileSync(require.resolve(`world-atlas/countries-${detail}.json`), 'utf8'));
// The same frame as crates/web/src/pages/map.rs: 1000 wide, the equator at 260.
const projection = geoNaturalEarth1().scale(1000 / (2 * 0.8707 * Math.PI)).translate([500, 260]).precision(0.2);
const path = geoPath(projection).digits(1);
const land = path(feature(world, world.objects.land));
const borders = path(mesh(world, world.objects.countries, (a, b) => a !== b));
process.stdout.write(`${land}\n${borders}\n`);
