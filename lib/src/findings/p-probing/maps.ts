import { attributes } from '../../datasets';
import { meanOf, type PaperTables, where } from '../../experiment';
import * as plot from '../../plot';
import { inLines } from '../../recipes/biographies/by-attribute';
import { mean } from '../../stats';
import { ALL_ARMS, ARMS, armRuns, AUGMENTED, contrasted, type ProbingRun } from './values';

type Spec = plot.FigureSpec<ProbingRun, PaperTables>;

/** The names of attributes; a birth date is probed for its month. */
export const columns = ['birth<br>month', ...attributes.slice(1).map(inLines)];

/** What always naming the most common class gets right, by attribute in percent. */
export const majorities = (runs: readonly ProbingRun[]): number[] =>
  attributes.map((a) => 100 * mean(runs.map(({ measurements }) => measurements.majority[a])));

const last = columns.length - 0.5;
const border = { type: 'line', line: { color: plot.ink, width: 1.5 }, x0: -0.5, x1: last } as const;

/** The same where there is room for a few letters only. */
const narrow = columns.map((name) =>
  name.replace('university', 'univer-<br>sity').replace('employer', 'em-<br>ployer'),
);

interface MapsLayout {
  columns: number; // maps beside each other
  names: string[]; // of the attributes
  x: plot.AxisSpec;
}
const TWO = { columns: 2, names: columns, x: plot.names('attribute', { tickfont: { size: 12 } }) };
const THREE = { columns: 3, names: narrow, x: plot.names('', { tickfont: { size: 9.5 } }) };

type Kind = [title: string, runs: ProbingRun[]];

const kindsOf = (runs: readonly ProbingRun[], arms: readonly string[]): Kind[] =>
  arms.map((data) => [data, armRuns(runs, data)]);

/** A map of each kind of runs that there is: places from above, below a line the majority. */
const mapsOf = (
  which: 'pProbe' | 'control',
  kinds: Kind[],
  { columns: inRow, names, x }: MapsLayout = TWO,
): plot.PanelSpec[] =>
  kinds
    .filter(([, runs]) => runs.length > 0)
    .map(([title, runs], i) => {
      const found = attributes.map((_, place) =>
        attributes.map((_, a) => {
          const share = meanOf(runs, ({ measurements }) => measurements[which][place][a]);
          return share === null ? null : 100 * share;
        }),
      );
      const y = [...attributes.map((_, i) => `before value ${i + 1}`), 'majority'];
      const z = [...found, majorities(runs)];
      return {
        title,
        x,
        y: plot.namesAtFirst(i % inRow === 0),
        marks: [plot.percentMap({ x: names, y, z }, { textfont: { size: 13, color: plot.ink } })],
        shapes: [{ ...border, y0: last, y1: last }],
      };
    });

const maps = { columns: TWO.columns, gap: { x: 0.04 }, layout: { height: 420, width: 900 } };

/** At the places just before the values, for every attribute. Allen-Zhu & Li 2023, Figure 5. */
export const pProbe: Spec = {
  title: 'What a probe finds in the hidden state (% right)',
  of: contrasted,
  ...maps,
  panels: (runs) => mapsOf('pProbe', kindsOf(runs, ARMS)),
};

/** The same of all kinds of biographies, from those after which least can be asked. */
export const pProbeArms: Spec = {
  title: 'What a probe finds, by kind of biographies (% right)',
  of: where(({ config }) => config.model === 'pretrained' && ALL_ARMS.includes(config.data)),
  columns: THREE.columns,
  gap: { x: 0.03, y: 0.16 },
  layout: { height: 740, width: 900 },
  panels: (runs) => mapsOf('pProbe', kindsOf(runs, ALL_ARMS), THREE),
};

/** Without the biographies in which the probed attribute is the next one, beside a random model. */
export const pProbeControl: Spec = {
  title: 'Controls: not the next value, not the probe itself (% right)',
  of: where(({ config }) => config.data === AUGMENTED),
  ...maps,
  panels: (runs) =>
    mapsOf('control', [
      [`${AUGMENTED}, attribute not next`, armRuns(runs, AUGMENTED)],
      ['random model, attribute not next', armRuns(runs, AUGMENTED, 'random')],
    ]),
};
