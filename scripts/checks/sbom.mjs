// The inventory of what is shipped and depended on, as CycloneDX 1.6 JSON, and the check of its licences. Arguments: the checkout, and where the inventory goes.
// Sources, all of them what the builds are pinned by: packages.lock.json (NuGet), package-lock.json (npm), the control files of the Debian packages, scripts/models.sh.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import * as CDX from '@cyclonedx/cyclonedx-library';

const [root, target] = process.argv.slice(2);
const text = (path) => readFileSync(join(root, path), 'utf8');
const rules = JSON.parse(text('scripts/checks/licences.json'));
const files = (name) => readdirSync(root, { recursive: true }).map(String).filter((path) => path.endsWith(`/${name}`) && !/(^|\/)(node_modules|artifacts|obj|bin)\//.test(path)).sort();
const mistakes = [];
const components = new Map();

const add = (kind, name, version, purl, licence, scope, extra = {}) => {
  const before = components.get(purl);
  // Needed by what is shipped is more than needed by a test.
  if (before && (before.scope === 'required' || scope !== 'required')) return;
  components.set(purl, { type: 'library', 'bom-ref': purl, name, version, purl, scope, licence, kind, ...extra });
};

// NuGet: the projects that are shipped, and those that only test or measure.
const nuspecLicence = (name, version) => {
  const folder = join(process.env.NUGET_PACKAGES ?? join(homedir(), '.nuget/packages'), name.toLowerCase(), version.toLowerCase());
  const file = join(folder, `${name.toLowerCase()}.nuspec`);
  if (!existsSync(file)) { mistakes.push(`${name} ${version}: not restored, so its licence cannot be read; run ./test or dotnet restore first`); return null; }
  const expression = /<license type="expression">([^<]+)</.exec(readFileSync(file, 'utf8'))?.[1];
  if (expression) return expression;
  const judged = rules.judged.packages[name];
  if (judged && existsSync(join(folder, judged.file)) && readFileSync(join(folder, judged.file), 'utf8').includes(judged.says)) return judged.licence;
  return null;
};
for (const file of files('packages.lock.json')) {
  const shipped = /^(EdgeGateway|Drivers|Cloud)\//.test(file);
  for (const packages of Object.values(JSON.parse(text(file)).dependencies)) {
    for (const [name, { type, resolved, contentHash }] of Object.entries(packages)) {
      if (type === 'Project') continue;
      const builds = name.startsWith('Microsoft.CodeAnalysis');
      add('nuget', name, resolved, `pkg:nuget/${name}@${resolved}`, nuspecLicence(name, resolved), shipped && !builds ? 'required' : 'excluded',
        contentHash ? { hashes: [{ alg: 'SHA-512', content: Buffer.from(contentHash, 'base64').toString('hex') }] } : {});
    }
  }
}

// npm: the pages; everything else of npm tests or checks.
for (const file of files('package-lock.json')) {
  for (const [path, one] of Object.entries(JSON.parse(text(file)).packages)) {
    if (path === '' || one.link) continue;
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    const [algorithm, hash] = (one.integrity ?? '').split('-');
    add('npm', name, one.version, `pkg:npm/${name.replace('@', '%40')}@${one.version}`, one.license ?? rules.judgedOfNpm.packages[`${name}@${one.version}`] ?? null, file.startsWith('Cloud/Web/') && !one.dev && !one.devOptional ? 'required' : 'excluded',
      algorithm === 'sha512' ? { hashes: [{ alg: 'SHA-512', content: Buffer.from(hash, 'base64').toString('hex') }] } : {});
  }
}

// Debian: what the packages' control files ask for, and the servers of an installation.
const asked = new Set(['mosquitto', 'postgresql-15']);
for (const control of ['control.in', 'control-runtime.in']) {
  for (const line of text(`deploy/raspi/debian/${control}`).split('\n').filter((line) => /^(Depends|Recommends):/.test(line))) {
    for (const name of line.replace(/^\w+:/, '').split(/[,|]/)) asked.add(name.replace(/\(.*\)/, '').trim());
  }
}
for (const name of [...asked].sort()) {
  if (rules.debian.instead[name]) continue;
  const judged = rules.debian.packages[name];
  let version = 'of Debian';
  try { version = execFileSync('dpkg-query', ['-W', '-f=${Version}', name], { stdio: ['ignore', 'pipe', 'ignore'] }).toString() || version; } catch { /* Not installed here. */ }
  const copyright = `/usr/share/doc/${name}/copyright`;
  if (judged && existsSync(copyright) && !readFileSync(copyright, 'utf8').includes(judged.says)) mistakes.push(`Debian's ${name}: its copyright file does not say "${judged.says}" any more; read it again`);
  add('debian', name, version, `pkg:deb/debian/${name}@${encodeURIComponent(version)}`, judged?.licence ?? null, 'required', { depended: true });
}

// Models: the table of scripts/models.sh, one file each with its sum.
for (const [, pack, path, name, version, sum] of text('scripts/models.sh').matchAll(/^(\S+) (\S+) (\S+) (\d\S*) \S+ ([0-9a-f]{64})$/gm)) {
  const judged = rules.models.packages[name];
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}#${path}`;
  add('model', path, version, purl, judged?.licence ?? null, judged?.scope ?? 'required', { type: pack.startsWith('runtime') ? 'library' : 'machine-learning-model', hashes: [{ alg: 'SHA-256', content: sum }] });
}
const runtime = JSON.parse(text('global.json')).sdk.version;
add('runtime', rules.runtime.name, '10.0', 'pkg:generic/microsoft-aspnetcore-app@10.0', rules.runtime.licence, 'required', { description: `The runtime that the SDK ${runtime} builds for` });

// Licences: of "OR" one that may be used is enough, of "AND" each must be.
const may = (expression, allowed) => expression.replace(/[()]/g, '').split(' OR ').some((choice) => choice.split(' AND ').every((one) => allowed.has(one.trim())));
const shippable = new Set(rules.mayBeShipped);
const dependable = new Set([...shippable, ...rules.mayBeDependedOn.licences]);
const usable = new Set([...shippable, ...rules.mayBuildOrTest.licences]);
for (const one of components.values()) {
  if (!one.licence) mistakes.push(`${one.kind} ${one.name} ${one.version}: its licence is not known`);
  else if (one.kind === 'model' && one.scope === 'excluded') continue;
  else if (!may(one.licence, one.depended ? dependable : one.scope === 'required' ? shippable : usable)) mistakes.push(`${one.kind} ${one.name} ${one.version}: ${one.licence} may not be ${one.depended ? 'depended on' : one.scope === 'required' ? 'shipped' : 'used'}`);
}

const licences = (expression) => !expression ? undefined
  : /^LicenseRef-/.test(expression) ? [{ license: { name: expression.replace('LicenseRef-', '') } }]
  : / (OR|AND) |LicenseRef/.test(expression) || expression === 'GPL-3.0-with-GCC-exception' || expression === 'EDL-1.0' ? [{ expression: expression.replace('EDL-1.0', 'BSD-3-Clause') }]
  : [{ license: { id: expression } }];
const inventory = {
  $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json', bomFormat: 'CycloneDX', specVersion: '1.6', version: 1,
  metadata: { component: { type: 'application', 'bom-ref': 'edge-gateway', name: 'edge-gateway', version: /<Version>([^<]+)</.exec(text('Directory.Build.props'))[1], licenses: [{ license: { name: 'as in LICENSE' } }] } },
  components: [...components.values()].sort((a, b) => a.purl < b.purl ? -1 : 1).map(({ kind, licence, depended, ...one }) => ({ ...one, licenses: licences(licence), properties: [{ name: 'edge-gateway:from', value: kind }] })),
};
const written = JSON.stringify(inventory, null, 2) + '\n';
const validator = new CDX.Validation.JsonStrictValidator(CDX.Spec.Version.v1dot6);
const wrong = await validator.validate(written);
if (wrong !== null) mistakes.push(`the inventory is not CycloneDX 1.6: ${JSON.stringify(wrong).slice(0, 2000)}`);
writeFileSync(target, written);

const count = {};
for (const one of components.values()) count[`${one.kind}, ${one.scope === 'required' ? 'shipped or needed' : 'build and tests, or left to the owner'}`] = (count[`${one.kind}, ${one.scope === 'required' ? 'shipped or needed' : 'build and tests, or left to the owner'}`] ?? 0) + 1;
for (const [what, number] of Object.entries(count).sort()) console.log(`${what}: ${number}`);
for (const mistake of mistakes) console.log(`WRONG ${mistake}`);
console.log(`${components.size} components, valid CycloneDX 1.6: ${wrong === null ? 'yes' : 'no'}, SHA-256 ${createHash('sha256').update(written).digest('hex').slice(0, 16)}, ${mistakes.length} mistakes`);
process.exit(mistakes.length === 0 ? 0 : 1);
