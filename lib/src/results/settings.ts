import * as fs from 'node:fs';
import * as path from 'node:path';
import type { ProfileName } from '../base';
import { projectRoot, shownPath } from '../base/node';
import type { Trainable } from '../experiment';

/** A setting of a finding: its values, what they count, and the paper's. */
export interface SettingRow {
  setting: string;
  values: string; // in the profile asked for, each once
  counts: string; // unit, and what it counts
  paper: string;
  deviates: string;
}

type Prose = Omit<SettingRow, 'setting' | 'values'>;

/** The rows of the tables in lib/settings/<name>.md by setting. Throws naming the file and the row. */
export function settingProse(name: string): Map<string, Prose> {
  const file = path.join(projectRoot(), 'lib/settings', `${name}.md`);
  const rows = fs.readFileSync(file, 'utf8').split('\n');
  const known = new Map<string, Prose>();
  for (const line of rows.filter((row) => row.startsWith('| `'))) {
    const cells = line.split('|').map((cell) => cell.trim());
    const [, setting, counts, paper, deviates] = cells;
    const key = setting.replaceAll('`', '');
    if (cells.length !== 6 || known.has(key)) {
      const what = known.has(key) ? 'has two rows' : 'needs four cells';
      throw new Error(`${shownPath(file)}: the setting "${key}" ${what}.`);
    }
    known.set(key, { counts, paper, deviates: deviates.replace(/^–$/, '') });
  }
  return known;
}

/** Every setting of a finding, in the order of its fields. Throws naming one that has no row. */
export function settingRows(finding: Trainable, profile: ProfileName): SettingRow[] {
  const prose = new Map(finding.settings.flatMap((name) => [...settingProse(name)]));
  const configs = finding.configs(profile);
  return Object.keys(finding.fields).map((setting) => {
    const row = prose.get(setting);
    if (!row) throw new Error(`lib/settings has no row for "${setting}" of ${finding.name}.`);
    const values = [...new Set(configs.map((config) => config[setting]))].map(String);
    return { setting, values: values.join(', ') || 'none', ...row };
  });
}
