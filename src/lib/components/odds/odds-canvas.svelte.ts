// Chart.js as an attachment that draws the odds over time. It never animates, and handles no pointer events.
import {
  Chart,
  type ChartConfiguration,
  type ChartDataset,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
} from 'chart.js';
import type { Attachment } from 'svelte/attachments';
import { percent } from '#lib/format.ts';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { kstShortDay } from '#lib/kst.ts';
import { type ChartArea, type ChartInput, overlay, rightOf } from './chart-overlay.ts';
import { colourIn, onSchemeChange } from './colours.ts';
import type { LinePoint, Who } from './series.ts';

// The parts of Chart.js that a chart of steps needs, and no other: lines, points, two linear scales.
Chart.register(LineController, LineElement, PointElement, LinearScale);

/** Least width of the plot, in px, for so many days on its axis. */
const DAYS_ON: [days: number, px: number][] = [
  [5, 620],
  [3, 380],
];
const TOP = 12;
/** Room for the marks of events. */
const MARKS = 44;

/** The author has no line: a mark at the edge. */
const LOOKS: Record<Exclude<Who, 'author'>, Partial<ChartDataset<'line'>>> = {
  crowd: { borderWidth: 2.5, pointRadius: 0 },
  mine: { borderWidth: 1.25, borderDash: [4, 3], pointRadius: 3.5, pointStyle: 'circle' },
  market: { borderWidth: 2, borderDash: [9, 3], pointRadius: 0 },
};

/**
 * Draws again whenever the state that `input` reads changes.
 *
 * @param onlayout called with the plot's place in the canvas after each layout
 */
export function oddsCanvas(
  input: () => ChartInput,
  onlayout: (area: ChartArea) => void,
): Attachment<HTMLCanvasElement> {
  return (canvas) => {
    const colour = (property: string, company?: string | null, answer?: number) =>
      colourIn(canvas.parentElement ?? document.body, property, company, answer);
    const chart = new Chart(canvas, configuration(input, onlayout, colour));
    const draw = () => {
      const { lines, span, axis } = input();
      chart.data.datasets = lines.map(({ who, company, answer, points }) => {
        const own = colour('--company', company, answer);
        return {
          ...LOOKS[who],
          data: points,
          stepped: true,
          clip: false as const,
          borderColor: own,
          pointBorderColor: own,
          pointBackgroundColor: own,
        };
      });
      Object.assign(chart.options.scales!['x']!, { min: span.from, max: span.until });
      Object.assign(chart.options.scales!['y']!, {
        min: axis.floor,
        max: axis.ceiling,
        grid: { color: colour('--hairline'), drawTicks: false },
      });
      Object.assign(chart.options.scales!['y']!.ticks!, {
        stepSize: axis.step,
        color: colour('--ink-soft'),
      });
      Object.assign(chart.options.scales!['x']!.ticks!, { color: colour('--ink-soft') });
      chart.update('none');
    };
    $effect(draw);
    const stopWatching = onSchemeChange(draw);
    return () => {
      stopWatching();
      chart.destroy();
    };
  };
}

const percentTick = (permille: number | string) => percent(Number(permille));

function configuration(
  input: () => ChartInput,
  onlayout: (area: ChartArea) => void,
  colour: (property: string) => string,
): ChartConfiguration<'line', LinePoint[]> {
  const font = { family: getComputedStyle(document.body).fontFamily, size: 12 };
  return {
    type: 'line',
    data: { datasets: [] },
    plugins: [overlay(input, onlayout, colour)],
    options: {
      animation: false,
      events: [],
      parsing: false,
      normalized: true,
      maintainAspectRatio: false,
      font,
      layout: {
        autoPadding: false,
        padding: ({ chart }) => ({
          top: input().events.length > 0 ? MARKS : TOP,
          right: rightOf(chart, input()),
        }),
      },
      scales: {
        x: {
          type: 'linear',
          grid: { display: false },
          border: { display: false },
          ticks: { font, align: 'inner', autoSkip: false, maxRotation: 0, padding: 6, callback: dayTick },
          afterBuildTicks(scale) {
            scale.ticks = daysOn(scale.min, scale.max, scale.chart.width).map((value) => ({ value }));
          },
        },
        y: { type: 'linear', border: { display: false }, ticks: { font, padding: 6, callback: percentTick } },
      },
    },
  };
}

const dayTick = (at: number | string) => kstShortDay(new Date(Number(at)).toISOString(), getLocale());

/** Where the axis has a day: evenly, each day once. */
function daysOn(from: number, until: number, px: number): number[] {
  const [count] = DAYS_ON.find(([, least]) => px >= least) ?? [2];
  const evenly = Array.from({ length: count }, (_, i) => from + (i * (until - from)) / (count - 1));
  const days = new Map(evenly.map((at) => [dayTick(at), at]));
  // The first of a day stays where the axis begins.
  return days.size === evenly.length ? evenly : [from, ...[...days.values()].slice(1)];
}
