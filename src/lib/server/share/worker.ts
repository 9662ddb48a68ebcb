// The pictures' worker: a thread of its own, so that laying out and colouring a picture never keeps a reader waiting.
// Plain Node runs it from the sources.
import { answer } from '../thread/answer.ts';
import { pngOf } from './drawing.ts';
import { elementOf } from './element.ts';
import type { Picture } from './picture.ts';

answer((picture: Picture) => pngOf(elementOf(picture)));
