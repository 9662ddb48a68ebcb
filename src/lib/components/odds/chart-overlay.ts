// Chart.js plugin of the odds over time: draws everything but the lines, that is their end labels, the author's ticks, events,
// the result and the cursor.
import type { Chart, Plugin } from 'chart.js';
import { spread } from './chart-view.ts';
import { type LinePoint, shareOf, type Span, type Who } from './series.ts';

interface ChartLine {
  who: Exclude<Who, 'author'>;
  /** Whose colour it has; null for an answer that is no company, which has the colour of its place. */
  company: string | null;
  answer: number;
  points: LinePoint[];
}

/** Label beside the end of a line. */
interface EndLabel {
  name: string;
  odds: string;
  /** Permille. */
  at: number;
  company: string | null;
  answer: number;
}

export interface ChartInput {
  lines: ChartLine[];
  span: Span;
  /** Permille at the lower and the upper edge, and between two marks. */
  axis: { floor: number; ceiling: number; step: number };
  labels: EndLabel[];
  /** The author's permille; none where there is no author. */
  author: readonly number[];
  /** Places on the time axis, 0..1. */
  events: readonly { share: number }[];
  result: { at: number; text: string } | null;
  /** Instant of the cursor; null without one. */
  cursor: number | null;
}

/** Where the plot lies in the canvas, in px. */
export interface ChartArea {
  left: number;
  right: number;
}

type ColourOf = (property: string, company?: string | null, answer?: number) => string;

const INDENT = 12;
const GAP = 18;
const TICK = 7;
/** Largest share of the canvas's width for labels. */
const WIDEST = 0.36;

const boldFont = (chart: Chart) => `700 12px ${chart.options.font?.family ?? 'sans-serif'}`;

/** The room that labels need at the right. */
export function rightOf(chart: Chart, { labels }: ChartInput): number {
  const { ctx } = chart;
  ctx.save();
  ctx.font = boldFont(chart);
  const widest = Math.max(0, ...labels.map(({ name, odds }) => ctx.measureText(`${name} ${odds}`).width));
  ctx.restore();
  return Math.min(INDENT + Math.ceil(widest) + 1, Math.max(INDENT, WIDEST * chart.width));
}

export function overlay(
  input: () => ChartInput,
  onlayout: (area: ChartArea) => void,
  colour: ColourOf,
): Plugin<'line'> {
  return {
    id: 'overlay',
    afterLayout({ chartArea: { left, right } }) {
      onlayout({ left, right });
    },
    beforeDatasetsDraw(chart) {
      const { events, span, result } = input();
      const { left, right } = chart.chartArea;
      for (const { share } of events)
        drawVertical(chart, left + share * (right - left), colour('--edge'), { dash: [1, 3] });
      if (!result) return;
      const share = shareOf(result.at, span);
      const x = left + share * (right - left);
      drawVertical(chart, x, colour('--ink'), { width: 1.5 });
      drawText(chart, result.text, x + (share > 0.5 ? -4 : 4), chart.chartArea.bottom - 10, colour('--ink'), {
        align: share > 0.5 ? 'right' : 'left',
      });
    },
    afterDatasetsDraw(chart) {
      const { cursor } = input();
      if (cursor !== null) drawVertical(chart, chart.scales['x']!.getPixelForValue(cursor), colour('--ink'));
      drawAuthor(chart, input(), colour('--seal'));
      drawLabels(chart, input(), colour);
    },
  };
}

function drawAuthor(chart: Chart, { author }: ChartInput, colour: string): void {
  const { ctx, chartArea, scales } = chart;
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.lineWidth = 3;
  ctx.beginPath();
  for (const permille of author) {
    const y = scales['y']!.getPixelForValue(permille);
    ctx.moveTo(chartArea.right - TICK, y);
    ctx.lineTo(chartArea.right + TICK, y);
  }
  ctx.stroke();
  ctx.restore();
}

function drawLabels(chart: Chart, { labels }: ChartInput, colour: ColourOf): void {
  const { top, bottom, right } = chart.chartArea;
  const wanted = labels.map(({ at }) => chart.scales['y']!.getPixelForValue(at) - top);
  const heights = spread(wanted, GAP, bottom - top);
  for (const [i, { name, odds, company, answer }] of labels.entries()) {
    const width = chart.width - right - INDENT;
    const text = fit(chart, name, odds, width);
    drawText(chart, text, right + INDENT, top + (heights[i] ?? 0), colour('--company-text', company, answer));
  }
}

/** The odds and as much of the name as there is room for. */
function fit(chart: Chart, name: string, odds: string, width: number): string {
  const { ctx } = chart;
  ctx.save();
  ctx.font = boldFont(chart);
  let text = `${name} ${odds}`;
  for (let end = name.length - 1; end > 0 && ctx.measureText(text).width > width; end--)
    text = `${name.slice(0, end)}… ${odds}`;
  ctx.restore();
  return text;
}

interface TextLook {
  align?: CanvasTextAlign;
}

function drawText(
  chart: Chart,
  text: string,
  x: number,
  y: number,
  colour: string,
  look: TextLook = {},
): void {
  const { ctx } = chart;
  ctx.save();
  ctx.font = boldFont(chart);
  ctx.fillStyle = colour;
  ctx.textAlign = look.align ?? 'left';
  ctx.textBaseline = 'middle';
  ctx.fillText(text, x, y);
  ctx.restore();
}

function drawVertical(
  { ctx, chartArea }: Chart,
  x: number,
  colour: string,
  { width = 1, dash = [] }: { width?: number; dash?: number[] } = {},
): void {
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.lineWidth = width;
  ctx.setLineDash(dash);
  ctx.beginPath();
  ctx.moveTo(x, chartArea.top);
  ctx.lineTo(x, chartArea.bottom);
  ctx.stroke();
  ctx.restore();
}
