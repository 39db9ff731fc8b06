import type { PaperTables } from '../../experiment';
import type * as plot from '../../plot';
import type { RareRun } from './values';
export const figures: Record<string, plot.FigureSpec<RareRun, PaperTables>> = {};
