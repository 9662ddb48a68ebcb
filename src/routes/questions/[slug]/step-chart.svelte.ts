// Chart.js as an attachment: draws steps on a canvas whose frame (axis, labels, marks) the page draws itself, so
// that nothing moves when it comes. It never animates, and takes no events.
import {
  Chart,
  type ChartConfiguration,
  type ChartDataset,
  LinearScale,
  LineController,
  LineElement,
  type Plugin,
  PointElement,
} from 'chart.js';
import type { Attachment } from 'svelte/attachments';
import { colourIn, onSchemeChange } from './colours.ts';
import type { LinePoint, Span, Who } from '#lib/components/odds/series.ts';

// The parts of Chart.js that a chart of steps needs, and no other: lines, points, two linear scales.
Chart.register(LineController, LineElement, PointElement, LinearScale);

interface ChartLine {
  who: Who;
  /** Whose colour it has; null for an answer that is no company. */
  company: string | null;
  dashes: readonly number[];
  points: LinePoint[];
}

export interface StepChartInput {
  lines: ChartLine[];
  span: Span;
  /** Permille at the lower and the upper edge. */
  floor: number;
  ceiling: number;
  /** Where the reader looks; null for nowhere. */
  cursor: number | null;
}

/** Pixels by which the canvas is wider than the axis at each end: room for points that stand there. */
export const EDGE = 8;

/** Whose line it is shows in its weight and marks; which option, in its dashes and colour. */
const LOOKS: Record<Who, Partial<ChartDataset<'line'>>> = {
  crowd: { borderWidth: 2.5, pointRadius: 0 },
  author: { borderWidth: 1.25, pointRadius: 5, pointStyle: 'line', pointRotation: 90, pointBorderWidth: 3 },
  mine: { borderWidth: 1.25, pointRadius: 3.5, pointStyle: 'circle' },
};

/** Reads `input` again at every change of what it is made of. */
export function stepChart(input: () => StepChartInput): Attachment<HTMLCanvasElement> {
  return (canvas) => {
    const chart = new Chart(
      canvas,
      configuration(() => input().cursor),
    );
    const draw = () => {
      const { lines, span, floor, ceiling } = input();
      chart.data.datasets = lines.map((line) => datasetOf(line, canvas));
      Object.assign(chart.options.scales?.['x'] ?? {}, { min: span.from, max: span.until });
      Object.assign(chart.options.scales?.['y'] ?? {}, { min: floor, max: ceiling });
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

function configuration(cursor: () => number | null): ChartConfiguration<'line', LinePoint[]> {
  return {
    type: 'line',
    data: { datasets: [] },
    plugins: [cursorLine(cursor)],
    options: {
      animation: false,
      events: [],
      parsing: false,
      normalized: true,
      maintainAspectRatio: false,
      layout: { autoPadding: false, padding: { left: EDGE, right: EDGE } },
      scales: { x: { type: 'linear', display: false }, y: { type: 'linear', display: false } },
    },
  };
}

function datasetOf({ who, company, dashes, points }: ChartLine, canvas: HTMLCanvasElement) {
  const colour = colourIn(canvas.parentElement ?? document.body, '--company', company);
  return {
    ...LOOKS[who],
    data: points,
    stepped: true,
    clip: false as const,
    borderColor: colour,
    borderDash: [...dashes],
    pointBorderColor: colour,
    pointBackgroundColor: colour,
  };
}

function cursorLine(cursor: () => number | null): Plugin<'line'> {
  return {
    id: 'cursor',
    afterDatasetsDraw({ ctx, chartArea, scales, canvas }) {
      const at = cursor();
      const x = at === null ? undefined : scales['x']?.getPixelForValue(at);
      if (x === undefined) return;
      ctx.save();
      ctx.strokeStyle = colourIn(canvas.parentElement ?? document.body, '--ink');
      ctx.lineWidth = 1;
      ctx.setLineDash([]);
      ctx.beginPath();
      ctx.moveTo(x, chartArea.top);
      ctx.lineTo(x, chartArea.bottom);
      ctx.stroke();
      ctx.restore();
    },
  };
}
