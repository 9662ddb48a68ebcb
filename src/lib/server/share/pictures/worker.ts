// The worker thread that draws share pictures. Plain Node runs it from the sources.
import { serve } from '../../platform/thread/thread.ts';
import { pngOf } from './drawing.ts';
import { elementOf } from './element.ts';
import type { Drawing } from './picture.ts';

export const handle = serve((picture: Drawing) => pngOf(elementOf(picture)));
