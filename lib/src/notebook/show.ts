import { byKey, type FlatConfig, type ProfileName } from '../base';
import { defaultModelsDir, readSettings } from '../base/node';
import { bandsOf, type Finding, type Trainable } from '../experiment';
import {
  claimProse,
  drawFigure,
  evaluateClaims,
  type Provenance,
  type Result,
  settingRows,
  shownProfile,
  storedResults,
  sweep as trainSweep,
} from '../results';
import { showClaims as showClaimRows } from './claims';
import { showFigure } from './figure';
import { kernelSignal } from './interrupt';
import { SweepDisplay } from './sweep-display';
import { showTable } from './table';

/*
 * What a notebook says about a finding. Everything is shown from the results that are stored of the
 * profile that the notebook shows; `sweep` sees to it that they are there.
 */

/** The results of a finding, of those in memory the ones of its last sweep. */
const swept = new Map<string, { profile: ProfileName; results: Result<FlatConfig, unknown>[] }>();

/**
 * Trains what is missing of the finding's sweep, with a display of its progress; the results.
 * @param keepModels also keeps the models in models/, and trains runs again whose models are missing
 */
export async function sweep<C extends FlatConfig, M>(
  finding: Finding<C, M>,
  { keepModels = false }: { keepModels?: boolean } = {},
): Promise<Result<C, M>[]> {
  const profile = shownProfile(finding);
  const progress = new SweepDisplay('training');
  const results = await trainSweep(finding, {
    profile,
    onEvent: progress.onEvent,
    signal: kernelSignal(),
    modelsDir: keepModels ? defaultModelsDir() : undefined,
  });
  progress.finish();
  swept.set(finding.name, { profile, results });
  return results;
}

function resultsOf<C extends FlatConfig, M>(finding: Trainable<C, M>) {
  const known = swept.get(finding.name) ?? storedResults(finding, readSettings().dataDir);
  if (!known) {
    throw new Error(`No results of ${finding.name} are stored yet: run the cell with its sweep.`);
  }
  return known as { profile: ProfileName; results: Result<C, M>[] };
}

/** Shows a figure of a finding below the cell and writes it to figures/. */
export async function show<C extends FlatConfig, M>(
  finding: Finding<C, M>,
  figure: string,
): Promise<void> {
  const { profile, results } = resultsOf(finding);
  const drawn = drawFigure(finding, figure, results);
  if (!drawn) return console.log(`no such runs in the profile ${profile}`);
  await showFigure(drawn.figure, drawn);
}

/** Shows the claims of a finding: the paper's value, ours with its interval, the verdict. */
export function showVerdicts<C extends FlatConfig, M>(finding: Finding<C, M>): void {
  const { profile, results } = resultsOf(finding);
  showClaimRows(evaluateClaims(finding, results, profile), { of: results });
}

/** Shows by which bands a finding's claims are judged, and why these. */
export function showBands<C extends FlatConfig, M>(finding: Finding<C, M>): void {
  const { profile } = resultsOf(finding);
  const prose = claimProse(finding.name);
  const range = ([low, high]: [number, number]): string => `${low} to ${high}`;
  const rows = Object.entries(finding.claims).map(([id, claim]) => {
    const { reproduced, partly } = bandsOf(claim, profile);
    const bands = { kind: claim.kind, reproduced: range(reproduced), partly: range(partly) };
    return { claim: id, ...bands, why: prose[id].why(profile) };
  });
  showTable(rows, { wrap: 60, caption: `Bands of the profile ${profile}` });
}

/**
 * Shows every setting of a finding: its values, what they count, and the paper's; folded. With those of
 * another finding beside it, of which a reader may want to know how it differs.
 */
export function showSettings(finding: Trainable, beside?: Trainable): void {
  const { profile } = resultsOf(finding);
  const own = settingRows(finding, profile);
  const other = beside ? settingRows(beside, profile) : [];
  const known = new Set(own.map(({ setting }) => setting));
  const all = [...own, ...other.filter(({ setting }) => !known.has(setting))];
  const valuesIn = (rows: typeof own, wanted: string): string =>
    rows.find(({ setting }) => setting === wanted)?.values ?? '–';
  const rows = all.map(({ setting, counts, paper, deviates }) => ({
    ...{ setting, [beside ? `${numberOf(finding)}, ${profile}` : profile]: valuesIn(own, setting) },
    ...(beside && { [`${numberOf(beside)}, ${profile}`]: valuesIn(other, setting) }),
    ...{ 'what it counts': counts, 'in the paper': paper, 'what deviates': deviates },
  }));
  const fold = `All ${rows.length} settings, what they count here and in the paper`;
  showTable(rows, { fold, wrap: 40, maxRows: rows.length });
}

const numberOf = ({ notebook }: { notebook: string }): string => `notebook ${notebook.slice(0, 2)}`;

/** Shows what the results were made with. */
export function showProvenance(finding: Trainable): void {
  const { profile, results } = resultsOf(finding);
  const all = results.map(({ provenance }) => provenance);
  /** Each with the number of its runs, where there are several. */
  const counted = (of: (provenance: Provenance) => string): string => {
    const groups = [...byKey(all, of)];
    const named = groups.map(([name, { length }]) => `${name} (${length} runs)`);
    return groups.length === 1 ? groups[0][0] : named.join('; ');
  };
  const commits = [...new Set(all.map(({ commit }) => commit))];
  const seconds = all.reduce((sum, provenance) => sum + provenance.seconds, 0);
  showTable([
    { what: 'runs', value: `${results.length}, profile ${profile}` },
    { what: 'finding version', value: String(finding.version) },
    { what: 'training time of all runs', value: `${Math.round(seconds)} s` },
    {
      what: 'engine',
      value: counted(
        ({ device, gpu, engineMode, threads }) =>
          `${gpu ?? device}, ${engineMode} graph, ${threads} thread(s) a run`,
      ),
    },
    {
      what: 'TensorFlow, tfjs',
      value: counted(({ tensorflow, tfjs }) => `${tensorflow}, ${tfjs}`),
    },
    { what: 'node, platform', value: counted(({ node, platform }) => `${node}, ${platform}`) },
    { what: commits.length > 1 ? 'commits' : 'commit', value: commits.join(', ') },
    { what: 'first run ended', value: all.map(({ date }) => date).sort()[0] },
  ]);
}
