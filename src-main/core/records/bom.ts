import { datasetsOf } from '../../contract/datasets-of.ts'
import type { Measured, ModelOutcome } from '../../contract/record.ts'
import { canonicalForm, parseCanonical } from '../ledger/canonical-form.ts'
import type { ErasureStatement } from './statement.ts'

/** A package the product is built on, at the one version it is pinned to. */
export interface SoftwarePackage {
  readonly name: string
  readonly version: string
}

interface Property { readonly name: string; readonly value: string }

/**
 * bom.cdx.json: the software the erasure was carried out with, and a card for each model, in CycloneDX 1.6 (ECMA-424). All of it but
 * the packages comes from the statement; no digest of data or of a model is in it, and nothing about anybody.
 */
export const writeBom = (statement: ErasureStatement, statementDigest: string, packages: readonly SoftwarePackage[]): string => `${canonicalForm(bomOf(statement, statementDigest, packages))}\n`

function bomOf({ predicate: { outcome } }: ErasureStatement, statementDigest: string, packages: readonly SoftwarePackage[]) {
  const { product, request, machine, models } = outcome
  const libraries = packages.map(({ name, version }) => ({ type: 'library', 'bom-ref': `package:${name}`, name, version, purl: packageUrl(name, version) }))
  const runtime = [component('platform', 'runtime', machine.runtime), component('platform', 'engine', machine.engine), { type: 'operating-system', 'bom-ref': 'system', name: machine.platform }]
  return {
    bomFormat: 'CycloneDX', specVersion: '1.6', serialNumber: `urn:uuid:${uuidOf(statementDigest)}`, version: 1,
    metadata: {
      timestamp: request.completedAt,
      component: { type: 'application', 'bom-ref': 'lethe', name: product.name, version: product.version, licenses: [{ license: { id: 'Apache-2.0' } }] },
      properties: propertiesOf({ request: request.id, statement: statementDigest }),
    },
    components: [...runtime, ...libraries, ...models.map(model => modelCard(model, datasetsOf(outcome).map(({ dataset }) => dataset).join(', ')))],
    dependencies: [{ ref: 'lethe', dependsOn: [...runtime, ...libraries].map(part => part['bom-ref']).sort() }],
  }
}

const propertiesOf = (values: Readonly<Record<string, string>>): Property[] => Object.entries(values).map(([name, value]) => ({ name: `lethe:${name}`, value }))

/** Of "node 24.21.0". */
function component(type: string, ref: string, text: string) {
  const [name = '', ...version] = text.split(' ')
  return { type, 'bom-ref': ref, name, ...(version.length === 0 ? {} : { version: version.join(' ') }) }
}

const packageUrl = (name: string, version: string) => `pkg:npm/${name.replace('@', '%40')}@${version}`

/** A UUID of version 8 (RFC 9562 section 5.8), whose bits are those of a digest: the same record always has the same. */
function uuidOf(hex: string): string {
  const variant = (Number.parseInt(hex[16]!, 16) & 3 | 8).toString(16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

function modelCard(model: ModelOutcome, dataset: string) {
  const { unlearned, retrained, settings: { task } } = model
  const settings = Object.fromEntries(Object.entries(model.settings).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => [`setting:${name}`, String(value)]))
  return {
    type: 'machine-learning-model', 'bom-ref': `model:${model.model}`, name: model.model, version: String(model.version),
    modelCard: {
      modelParameters: { approach: { type: 'supervised' }, ...(task === undefined ? {} : { task: String(task) }), modelArchitecture: model.learner, datasets: [{ type: 'dataset', name: dataset }] },
      quantitativeAnalysis: { performanceMetrics: [...metricsOf(unlearned, 'unlearned'), ...metricsOf(retrained, 'retrained')] },
    },
    properties: propertiesOf({
      method: model.method, 'method-asked': model.methodAsked, guarantee: model.guarantee, boundary: String(model.boundary),
      'rows-train': String(model.rows.train), 'rows-test': String(model.rows.test),
      'commitment-before': model.commitmentBefore, 'commitment-after': model.commitmentAfter ?? 'none: the model is gone',
      ...(retrained === null ? {} : { 'same-bits-as-retrained': String(retrained.sameBits), ...(retrained.distance === null ? {} : { 'distance-to-retrained': String(retrained.distance) }) }),
      ...settings,
    }),
  }
}

/** The numbers in full, as JSON writes them; what was not measured is left out. */
function metricsOf(side: Measured | null, name: string) {
  if (side === null) return []
  const { accuracy, baseline, logLoss, auc, rows, regression } = side.unseen
  const errors = regression === undefined ? {} : { 'coefficient of determination (R²)': regression.r2, 'root mean square error': regression.rmse, 'mean absolute error': regression.mae }
  const metrics = { accuracy, 'accuracy of always giving the more frequent answer': baseline, 'logarithmic loss': logLoss, 'area under the curve': auc, ...errors, 'time to compute, ms': side.computeMs, 'processor time, ms': side.cpuMs }
  return Object.entries(metrics).filter(([, value]) => value !== null)
    .map(([type, value]) => ({ type, value: String(value), slice: `${name}${type.includes(', ms') ? '' : `, ${rows} unseen rows`}` }))
}

const packageName = /^(?:@[a-z0-9._-]+\/)?[a-z0-9._-]{1,100}$/
const packageVersion = /^[0-9A-Za-z.+-]{1,60}$/

/** The packages a list names. */
export function packagesIn(text: string): SoftwarePackage[] {
  const value = text.endsWith('\n') ? parseCanonical(text.slice(0, -1)) as { components?: unknown } | undefined : undefined
  if (!Array.isArray(value?.components)) return []
  return (value.components as (Partial<SoftwarePackage> & { type?: unknown } | null)[]).filter(part => part?.type === 'library').map(part => ({ name: String(part?.name), version: String(part?.version) }))
}

/** Every value of a list as it is written, and of the one a statement gives, in the order of the names. */
export const textsInBom = (text: string): string[] => valuesIn(parseCanonical(text.slice(0, -1)))
export const textsOfBom = (statement: ErasureStatement, statementDigest: string, packages: readonly SoftwarePackage[]): string[] => valuesIn(bomOf(statement, statementDigest, packages))

function valuesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(valuesIn)
  if (typeof value !== 'object' || value === null) return [String(value)]
  const members = value as Readonly<Record<string, unknown>>
  return Object.keys(members).sort().flatMap(name => valuesIn(members[name]))
}

/** True where these bytes are what this statement gives, with whichever packages they name. */
export function isBomOf(text: string, statement: ErasureStatement, statementDigest: string): boolean {
  const packages = packagesIn(text)
  return packages.every(({ name, version }) => packageName.test(name) && packageVersion.test(version)) && writeBom(statement, statementDigest, packages) === text
}
