import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from 'memorization-kit/engine';
import {
  closeExporter,
  exportFigure,
  findKaleido,
  findPlotly,
  Kaleido,
  parseWidth,
  renderFigure,
} from 'memorization-kit/plot/export';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Figure } from 'memorization-kit/plot';
import { sampleFigure as figure } from './sample';

let folder: string;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kit figures-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));
afterAll(closeExporter);

describe('exportFigure', () => {
  it('writes json, svg, png and pdf, and no other file', async () => {
    const files = await exportFigure(figure(), 'test', { dir: folder, sources: ['data/a.json'] });
    expect(files.map((file) => path.basename(file))).toEqual([
      'test.json',
      'test.svg',
      'test.png',
      'test.pdf',
    ]);
    expect(fs.readdirSync(folder).sort()).toEqual(files.map((f) => path.basename(f)).sort());
    const [json, svg, png, pdf] = files.map((file) => fs.readFileSync(file));
    const stored = JSON.parse(json.toString()) as Figure & { sources: string[] };
    expect(stored.data).toEqual(figure().data);
    expect(stored.sources).toEqual(['data/a.json']);
    expect(svg.toString()).toMatch(/^<svg /);
    expect(svg.toString()).toContain('<title>Memorized bits and the size of the dataset</title>');
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  });

  it('gives the same bytes for the same figure, whatever was drawn before, in any process', async () => {
    const hashes = async () =>
      (await exportFigure(figure(), 'same', { dir: folder })).map((file) =>
        createHash('sha256').update(fs.readFileSync(file)).digest('hex'),
      );
    const first = await hashes();
    expect(await hashes()).toEqual(first);
    closeExporter();
    expect(await hashes()).toEqual(first);
  });

  it('leaves the file of before as it is when the drawing fails', async () => {
    const file = path.join(folder, 'kept.svg');
    fs.writeFileSync(file, 'before');
    const broken = { data: 5, layout: {} } as unknown as Figure;
    await expect(exportFigure(broken, 'kept', { dir: folder, formats: ['svg'] })).rejects.toThrow();
    expect(fs.readFileSync(file, 'utf8')).toBe('before');
    expect(fs.readdirSync(folder)).toEqual(['kept.svg']);
  });

  it('refuses a name that leaves the folder', async () => {
    await expect(exportFigure(figure(), '../x', { dir: folder })).rejects.toThrow(
      /no name for a figure/,
    );
  });
});

describe('renderFigure', () => {
  const pngSize = (png: Buffer) => [png.readUInt32BE(16), png.readUInt32BE(20)];

  it('makes a png of width x height x scale pixels', async () => {
    expect(pngSize(await renderFigure(figure(), 'png'))).toEqual([1440, 900]);
    const small = await renderFigure(figure(), 'png', { width: 600, height: 300, scale: 1 });
    expect(pngSize(small)).toEqual([600, 300]);
  });

  it.each(['85mm', '80mm', '3.35in', '180mm'])('makes a pdf of one page %s wide', async (width) => {
    const pixels = parseWidth(width);
    const pdf = (await renderFigure(figure(), 'pdf', { width: pixels })).toString('latin1');
    expect(/\/Type \/Pages\s+\/Count (\d+)/.exec(pdf)?.[1]).toBe('1');
    const points = Number(/\/MediaBox \[0 0 ([\d.]+)/.exec(pdf)?.[1]);
    expect(Math.abs(points - pixels * 0.75)).toBeLessThan(1); // 1 pt
  });

  it('draws figures asked for at the same time, each right', async () => {
    const sizes = [300, 400, 500, 600];
    const svgs = await Promise.all(
      sizes.map((width) => renderFigure(figure(), 'svg', { width, height: 300 })),
    );
    svgs.forEach((svg, i) => expect(svg.toString()).toContain(`width="${sizes[i]}"`));
  });

  it('goes on with a new process when the old one was ended', async () => {
    const drawing = renderFigure(figure(), 'svg');
    closeExporter();
    await expect(drawing).rejects.toThrow(/stopped: it was closed/);
    await expect(renderFigure(figure(), 'svg')).resolves.toBeInstanceOf(Buffer);
  });

  it('lets a script end by itself', async () => {
    const script =
      'const { renderFigure } = require("memorization-kit/plot/export");' +
      'renderFigure({ data: [{ type: "scatter", y: [1, 2] }], layout: {} }, "svg")' +
      '.then((svg) => console.log(svg.toString().slice(0, 4)));';
    const run = promisify(execFile);
    const { stdout } = await run(process.execPath, ['-e', script], {
      cwd: projectRoot(),
      timeout: 25_000,
    });
    expect(stdout.trim()).toBe('<svg');
  });
});

describe('kaleido', () => {
  const request = {
    data: { data: [], layout: {} },
    format: 'svg',
    width: 300,
    height: 200,
    scale: 1,
  } as const;

  /** A stand-in for kaleido's folder whose program is a shell script. */
  function standIn(script: string): Kaleido {
    fs.writeFileSync(path.join(folder, 'kaleido'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    return new Kaleido(folder, 'file:///none', 300);
  }

  it('missing: says so and how to get it', () => {
    expect(() => findKaleido(folder)).toThrow(/kaleido is not in .*npm run setup/);
    expect(() => findPlotly(folder)).toThrow(/plotly\.js-dist is not in .*npm run setup/);
  });

  it('dying at the start: gives its own words and the remedy', async () => {
    const kaleido = standIn('echo "no libnss3" >&2; exit 3');
    await expect(kaleido.render(request)).rejects.toThrow(
      /it ended \(exit code 3\).*no libnss3.*npm run setup/s,
    );
    expect(kaleido.alive).toBe(false);
    await expect(kaleido.render(request)).rejects.toThrow(/exit code 3/);
  });

  it('dying in the middle of a drawing: rejects it', async () => {
    const kaleido = standIn(`echo '{"code": 0, "message": "", "result": null}'; read line; exit 1`);
    await expect(kaleido.render(request)).rejects.toThrow(/it ended \(exit code 1\)/);
  });

  it('not answering: is given up and ended', async () => {
    const kaleido = standIn(`echo '{"code": 0}'; exec sleep 60`);
    await expect(kaleido.render(request)).rejects.toThrow(/more than 0.3 s/);
    expect(kaleido.alive).toBe(false);
  });

  it('refusing: gives its reason, and draws the next', async () => {
    const kaleido = standIn(
      `echo '{"code": 0}'; read a; echo '{"code": 525, "message": "bad trace", "result": null}'; ` +
        `read b; echo '{"code": 0, "message": null, "result": "<svg/>"}'; read c`,
    );
    await expect(kaleido.render(request)).rejects.toThrow('bad trace');
    expect((await kaleido.render(request)).toString()).toBe('<svg/>');
    kaleido.close();
  });

  it('that cannot be started: says so', async () => {
    const kaleido = new Kaleido(path.join(folder, 'none'), 'file:///none', 300);
    await expect(kaleido.render(request)).rejects.toThrow(/ENOENT/);
  });
});
