import assert from "node:assert/strict";
import test from "node:test";

import {compareCells, matches, scale, tickText} from "./scale.js";

test("small effects get a linear axis with even ticks", () => {
  const axis = scale([{low: -4.7, high: 3.1}]);
  assert.equal(axis.bent, false);
  assert.deepEqual(axis.ticks, [-4, -3, -2, -1, 0, 1, 2, 3]);
  assert.ok(axis.position(-4.7) > 0 && axis.position(3.1) < 1);
});

test("zero and the care band are always on the axis", () => {
  const axis = scale([{low: 8, high: 9}]);
  assert.ok(axis.position(-2) > 0);
  assert.ok(axis.ticks.includes(0));
  assert.deepEqual(scale([]).ticks.includes(0), true);
});

test("a large effect does not crush a small one", () => {
  const axis = scale([{low: -84.9, high: -83.2}, {low: 0.4, high: 1.2}, {low: 480, high: 530}]);
  assert.equal(axis.bent, true);
  assert.ok(axis.position(1.2) - axis.position(0.4) > 0.02);
  assert.deepEqual(axis.ticks, [-50, -20, -5, 0, 5, 20, 100]);
});

test("twice as fast lies as far from zero as twice as slow", () => {
  const axis = scale([{low: -90, high: 900}]);
  const zero = axis.position(0);
  assert.ok(Math.abs(zero - axis.position(-50) - (axis.position(100) - zero)) < 1e-12);
});

test("an impossible -100 % stays on the page", () => {
  assert.ok(Number.isFinite(scale([{low: -100, high: 0}]).position(-100)));
});

test("ticks have a true minus sign and a sign on both sides", () => {
  assert.deepEqual([-50, 0, 2, 0.5, 10000].map(tickText), ["−50", "0", "+2", "+0.5", "+10k"]);
});

test("numbers sort as numbers, texts with their numbers, and what is missing comes last", () => {
  const rows = [{text: "–"}, {text: "9 ms", value: 9}, {text: "10 ms", value: 10}];
  const order = (direction) => [...rows].sort((a, b) => compareCells(a, b, direction)).map((row) => row.text);
  assert.deepEqual(order(1), ["9 ms", "10 ms", "–"]);
  assert.deepEqual(order(-1), ["10 ms", "9 ms", "–"]);
  assert.ok(compareCells({text: "n=256"}, {text: "n=1024"}, 1) < 0);
});

test("the filter wants every word, in any case and order", () => {
  assert.equal(matches("linalg.gemm n=512 BLIS", "blis gemm"), true);
  assert.equal(matches("linalg.gemm n=512 BLIS", "blis svd"), false);
  assert.equal(matches("anything", ""), true);
});
