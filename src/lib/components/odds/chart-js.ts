// The parts of Chart.js that a chart of steps needs, and no other: lines, points, two linear scales.
import { Chart, LinearScale, LineController, LineElement, PointElement } from 'chart.js';

Chart.register(LineController, LineElement, PointElement, LinearScale);

export { Chart };
